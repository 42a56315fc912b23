// A value as one line of text, the same for Remora's values (tests/interop/describe.ts) and for the engine's.
//
//   null, String "a", Int32 5, Double 0.5, DateTime 2020-01-02T03:04:05.0000000Z, Byte[] AQI=
//   TypeName [item, item]     lists        TypeName {key: value}     dictionaries, keys sorted
//   TypeName number "Name"    enums        TypeName {name: value}    everything else with properties
// A string of more than 200 characters is its length and hash.

using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Peer;

static class Describe
{
    const int LongString = 200;
    const int Deep = 4;

    // What the client adds to each object it hands out is not from the wire.
    static readonly HashSet<string> Added = ["PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId"];
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Value(object? value, int depth = 0)
    {
        if (value == null) return "null";
        var wrapped = PSObject.AsPSObject(value);
        var inner = wrapped.BaseObject;
        var typeName = wrapped.TypeNames.FirstOrDefault() ?? inner.GetType().FullName!;
        return Scalar(inner, typeName, wrapped)
            ?? (depth >= Deep ? typeName + " …" : null)
            ?? Container(inner, typeName, depth)
            ?? $"{typeName} {{{Properties(wrapped, depth)}}}";
    }

    static string? Scalar(object value, string typeName, PSObject wrapped) => value switch
    {
        Enum named => $"{typeName} {Convert.ToInt64(named, CultureInfo.InvariantCulture)} {Quote(named.ToString())}",
        char letter => $"Char {Quote(letter.ToString())}",
        IFormattable number when value.GetType() is { IsPrimitive: true } or { FullName: "System.Decimal" } =>
            typeName.StartsWith("Deserialized.", StringComparison.Ordinal)
                ? $"{typeName} {number.ToString(null, CultureInfo.InvariantCulture)} {Quote(wrapped.ToString())}"
                : $"{value.GetType().Name} {number.ToString(null, CultureInfo.InvariantCulture)}",
        bool truth => truth ? "Boolean true" : "Boolean false",
        string text => text.Length > LongString ? $"String({text.Length}) {Hash(text)}" : $"String {Quote(text)}",
        DateTime time => $"DateTime {time.ToString("o", CultureInfo.InvariantCulture)}",
        TimeSpan span => $"TimeSpan {span.ToString("c", CultureInfo.InvariantCulture)}",
        Guid or Uri or Version or SemanticVersion => $"{value.GetType().Name} {value}",
        byte[] bytes => $"Byte[] {Convert.ToBase64String(bytes)}",
        XmlDocument document => $"XmlDocument {document.OuterXml}",
        ScriptBlock block => $"ScriptBlock {Quote(block.ToString())}",
        SecureString secret => $"SecureString {Quote(new NetworkCredential("", secret).Password)}",
        PSCredential credential => $"PSCredential {credential.UserName} {Quote(credential.GetNetworkCredential().Password)}",
        SwitchParameter present => $"SwitchParameter {(present.IsPresent ? "true" : "false")}",
        _ => null,
    };

    static string? Container(object value, string typeName, int depth) => value switch
    {
        IDictionary table => $"{typeName} {{{string.Join(", ", table.Keys.Cast<object>().OrderBy(k => k.ToString(), StringComparer.Ordinal)
            .Select(key => $"{key}: {Value(table[key], depth + 1)}"))}}}",
        IEnumerable list => $"{typeName} [{string.Join(", ", list.Cast<object?>().Select(item => Value(item, depth + 1)))}]",
        _ => null,
    };

    static string Properties(PSObject value, int depth) => string.Join(", ", value.Properties
        .Where(p => p.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property && !Added.Contains(p.Name))
        .Select(p => $"{p.Name}: {Value(Read(p), depth + 1)}"));

    static object? Read(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException error)
        {
            return error.Message;
        }
    }

    static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    // FNV-1a over UTF-16 units: short to write in any language, and a lone surrogate is as good as any other unit.
    static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char unit in text) hash = (hash ^ unit) * 16777619;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
