// The hierarchy of exceptions: one class holds them all; what differs is the name, the base and the message by default.

import { Dictionary, ErrorRecord, PSException } from "../../../objects/index.js";
import type { Engine } from "../../engine.js";
import type { Family, Member, TypeSource } from "../define.js";

/** Name, base ("" is System.Exception), and the message of `new()` where it has one of its own. */
const EXCEPTIONS: readonly (readonly [name: string, base: string, message?: string])[] = [
  ["System.SystemException", "", "System error."],
  ["System.ApplicationException", "", "Error in the application."],
  ["System.ArgumentException", "System.SystemException", "Value does not fall within the expected range."],
  ["System.ArgumentNullException", "System.ArgumentException", "Value cannot be null."],
  [
    "System.ArgumentOutOfRangeException",
    "System.ArgumentException",
    "Specified argument was out of the range of valid values.",
  ],
  ["System.ArithmeticException", "System.SystemException", "Overflow or underflow in the arithmetic operation."],
  ["System.DivideByZeroException", "System.ArithmeticException", "Attempted to divide by zero."],
  ["System.OverflowException", "System.ArithmeticException", "Arithmetic operation resulted in an overflow."],
  ["System.ArrayTypeMismatchException", "System.SystemException"],
  ["System.FormatException", "System.SystemException", "One of the identified items was in an invalid format."],
  ["System.UriFormatException", "System.FormatException"],
  ["System.IndexOutOfRangeException", "System.SystemException", "Index was outside the bounds of the array."],
  ["System.InvalidCastException", "System.SystemException", "Specified cast is not valid."],
  [
    "System.InvalidOperationException",
    "System.SystemException",
    "Operation is not valid due to the current state of the object.",
  ],
  ["System.ObjectDisposedException", "System.InvalidOperationException", "Cannot access a disposed object."],
  ["System.NotImplementedException", "System.SystemException", "The method or operation is not implemented."],
  ["System.NotSupportedException", "System.SystemException", "Specified method is not supported."],
  [
    "System.PlatformNotSupportedException",
    "System.NotSupportedException",
    "Operation is not supported on this platform.",
  ],
  ["System.NullReferenceException", "System.SystemException", "Object reference not set to an instance of an object."],
  [
    "System.OutOfMemoryException",
    "System.SystemException",
    "Insufficient memory to continue the execution of the program.",
  ],
  ["System.InsufficientExecutionStackException", "System.SystemException"],
  ["System.StackOverflowException", "System.SystemException"],
  ["System.OperationCanceledException", "System.SystemException", "The operation was canceled."],
  ["System.Threading.Tasks.TaskCanceledException", "System.OperationCanceledException", "A task was canceled."],
  ["System.TimeoutException", "System.SystemException", "The operation has timed out."],
  ["System.TimeZoneNotFoundException", ""],
  ["System.UnauthorizedAccessException", "System.SystemException", "Attempted to perform an unauthorized operation."],
  ["System.TypeLoadException", "System.SystemException"],
  ["System.MemberAccessException", "System.SystemException"],
  ["System.MissingMemberException", "System.MemberAccessException"],
  ["System.MissingMethodException", "System.MissingMemberException"],
  ["System.AggregateException", "", "One or more errors occurred."],
  ["System.Reflection.TargetInvocationException", "System.ApplicationException"],
  [
    "System.Collections.Generic.KeyNotFoundException",
    "System.SystemException",
    "The given key was not present in the dictionary.",
  ],
  ["System.ComponentModel.Win32Exception", "System.Runtime.InteropServices.ExternalException"],
  ["System.Runtime.InteropServices.ExternalException", "System.SystemException"],
  ["System.IO.IOException", "System.SystemException", "I/O error occurred."],
  ["System.IO.FileNotFoundException", "System.IO.IOException", "Unable to find the specified file."],
  [
    "System.IO.DirectoryNotFoundException",
    "System.IO.IOException",
    "Attempted to access a path that is not on the disk.",
  ],
  ["System.IO.DriveNotFoundException", "System.IO.IOException"],
  ["System.IO.PathTooLongException", "System.IO.IOException"],
  ["System.IO.EndOfStreamException", "System.IO.IOException", "Attempted to read past the end of the stream."],
  ["System.IO.InvalidDataException", "System.SystemException", "Found invalid data while decoding."],
  ["System.Security.SecurityException", "System.SystemException", "Security error."],
  ["System.Security.Authentication.AuthenticationException", "System.SystemException"],
  ["System.Security.Cryptography.CryptographicException", "System.SystemException"],
  ["System.Net.WebException", "System.InvalidOperationException"],
  ["System.Net.Sockets.SocketException", "System.ComponentModel.Win32Exception"],
  ["System.Net.Http.HttpRequestException", ""],
  ["System.Text.RegularExpressions.RegexParseException", "System.ArgumentException"],
  ["System.Text.RegularExpressions.RegexMatchTimeoutException", "System.TimeoutException"],
  ["System.Text.DecoderFallbackException", "System.ArgumentException"],
  ["System.Text.Json.JsonException", ""],
  ["System.Xml.XmlException", "System.SystemException"],
  ["System.Management.Automation.RuntimeException", "System.SystemException"],
  ["System.Management.Automation.PSInvalidCastException", "System.InvalidCastException"],
  ["System.Management.Automation.PSInvalidOperationException", "System.InvalidOperationException"],
  ["System.Management.Automation.PSArgumentException", "System.ArgumentException"],
  ["System.Management.Automation.PSArgumentNullException", "System.ArgumentNullException"],
  ["System.Management.Automation.PSArgumentOutOfRangeException", "System.ArgumentOutOfRangeException"],
  ["System.Management.Automation.PSNotImplementedException", "System.NotImplementedException"],
  ["System.Management.Automation.PSNotSupportedException", "System.NotSupportedException"],
  ["System.Management.Automation.PSObjectDisposedException", "System.ObjectDisposedException"],
  ["System.Management.Automation.PSSecurityException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.SessionStateException", "System.Management.Automation.RuntimeException"],
  [
    "System.Management.Automation.SessionStateUnauthorizedAccessException",
    "System.Management.Automation.SessionStateException",
  ],
  ["System.Management.Automation.ItemNotFoundException", "System.Management.Automation.SessionStateException"],
  ["System.Management.Automation.DriveNotFoundException", "System.Management.Automation.SessionStateException"],
  ["System.Management.Automation.ProviderNotFoundException", "System.Management.Automation.SessionStateException"],
  ["System.Management.Automation.ProviderInvocationException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.CmdletInvocationException", "System.Management.Automation.RuntimeException"],
  [
    "System.Management.Automation.CmdletProviderInvocationException",
    "System.Management.Automation.CmdletInvocationException",
  ],
  ["System.Management.Automation.ActionPreferenceStopException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.CommandNotFoundException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.ApplicationFailedException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.NativeCommandExitException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.ParseException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.IncompleteParseException", "System.Management.Automation.ParseException"],
  ["System.Management.Automation.ParameterBindingException", "System.Management.Automation.RuntimeException"],
  [
    "System.Management.Automation.ParameterBindingValidationException",
    "System.Management.Automation.ParameterBindingException",
  ],
  [
    "System.Management.Automation.ParameterBindingArgumentTransformationException",
    "System.Management.Automation.ParameterBindingException",
  ],
  ["System.Management.Automation.MetadataException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.ValidationMetadataException", "System.Management.Automation.MetadataException"],
  [
    "System.Management.Automation.ArgumentTransformationMetadataException",
    "System.Management.Automation.MetadataException",
  ],
  ["System.Management.Automation.PipelineStoppedException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.PipelineClosedException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.ScriptCallDepthException", "System.SystemException"],
  ["System.Management.Automation.ScriptRequiresException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.RemoteException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.WildcardPatternException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.JobDefinitionNotFoundException", ""],
  ["System.Management.Automation.JobFailedException", "System.SystemException"],
  ["System.Management.Automation.HaltCommandException", "System.SystemException"],
  ["System.Management.Automation.StopUpstreamCommandsException", "System.Management.Automation.FlowControlException"],
  ["System.Management.Automation.FlowControlException", "System.SystemException"],
  ["System.Management.Automation.ExtendedTypeSystemException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.MethodException", "System.Management.Automation.ExtendedTypeSystemException"],
  ["System.Management.Automation.MethodInvocationException", "System.Management.Automation.MethodException"],
  ["System.Management.Automation.GetValueException", "System.Management.Automation.ExtendedTypeSystemException"],
  [
    "System.Management.Automation.PropertyNotFoundException",
    "System.Management.Automation.ExtendedTypeSystemException",
  ],
  ["System.Management.Automation.GetValueInvocationException", "System.Management.Automation.GetValueException"],
  ["System.Management.Automation.SetValueException", "System.Management.Automation.ExtendedTypeSystemException"],
  ["System.Management.Automation.SetValueInvocationException", "System.Management.Automation.SetValueException"],
  ["System.Management.Automation.Host.HostException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.Host.PromptingException", "System.Management.Automation.Host.HostException"],
  [
    "System.Management.Automation.Remoting.PSRemotingDataStructureException",
    "System.Management.Automation.RuntimeException",
  ],
  [
    "System.Management.Automation.Remoting.PSRemotingTransportException",
    "System.Management.Automation.RuntimeException",
  ],
  ["System.Management.Automation.Remoting.PSDirectException", "System.Management.Automation.RuntimeException"],
  ["System.Management.Automation.Runspaces.InvalidRunspaceStateException", "System.SystemException"],
  ["System.Management.Automation.Runspaces.InvalidRunspacePoolStateException", "System.SystemException"],
  ["System.Management.Automation.Runspaces.InvalidPipelineStateException", "System.SystemException"],
  ["System.Management.Automation.InvalidJobStateException", "System.SystemException"],
  ["Microsoft.PowerShell.Commands.WriteErrorException", "System.SystemException"],
  ["Microsoft.PowerShell.Commands.ServiceCommandException", "System.SystemException"],
  ["Microsoft.PowerShell.Commands.ProcessCommandException", "System.SystemException"],
  ["Microsoft.PowerShell.Commands.HttpResponseException", "System.Net.Http.HttpRequestException"],
];

const byDefault = (name: string, message?: string): string => message ?? `Exception of type '${name}' was thrown.`;

function exception(name: string, message: string, inner: unknown = null): PSException {
  return new PSException(name, message, inner instanceof PSException ? inner : null);
}

/** Constructors with a parameter's name in them. */
function withParameter(name: string, message: string | null, parameter: string | null, fallback: string): PSException {
  const text = message ?? fallback;
  const made = exception(name, parameter ? `${text} (Parameter '${parameter}')` : text);
  made.extra.set("ParamName", parameter);
  return made;
}

function constructors(name: string, message: string | undefined): Record<string, Member> {
  const fallback = byDefault(name, message);
  const plain: Record<string, Member> = {
    "new()": () => exception(name, fallback),
    "new(string message)": (text) => exception(name, text ?? fallback),
    "new(string message, System.Exception innerException)": (text, inner) => exception(name, text ?? fallback, inner),
  };
  if (/Argument(Null|OutOfRange)Exception$/.test(name))
    return {
      "new()": plain["new()"]!,
      "new(string message, System.Exception innerException)":
        plain["new(string message, System.Exception innerException)"]!,
      "new(string paramName)": (parameter) => withParameter(name, null, parameter, fallback),
      "new(string paramName, string message)": (parameter, text) => withParameter(name, text, parameter, fallback),
      ...(name.includes("OutOfRange") && {
        "new(string paramName, System.Object actualValue, string message)": (
          parameter: string,
          value: unknown,
          text: string,
        ) => {
          const made = withParameter(name, text, parameter, fallback);
          made.extra.set("ActualValue", value);
          return made;
        },
      }),
    };
  if (name === "System.ArgumentException")
    return {
      ...plain,
      "new(string message, string paramName, System.Exception innerException)": (text, parameter, inner) => {
        const made = withParameter(name, text, parameter, fallback);
        made.innerException = inner;
        return made;
      },
      "new(string message, string paramName)": (text, parameter) => withParameter(name, text, parameter, fallback),
    };
  if (name === "System.AggregateException")
    return {
      ...plain,
      "new(string message, System.Exception[] innerExceptions)": (text, all) => aggregate(text, all),
      "new(System.Exception[] innerExceptions)": (all) => aggregate("One or more errors occurred.", all),
    };
  if (name.endsWith("FileNotFoundException"))
    return {
      ...plain,
      "new(string message, string fileName)": (text, file) => {
        const made = exception(name, text);
        made.extra.set("FileName", file);
        return made;
      },
    };
  return plain;
}

function aggregate(message: string, all: readonly PSException[]): PSException {
  const made = exception("System.AggregateException", `${message} ${all.map((each) => `(${each.message})`).join(" ")}`);
  made.innerException = all[0] ?? null;
  made.extra.set("InnerExceptions", [...all]);
  return made;
}

/** The codes that .NET gives its exceptions; a type that is not here has its base's. */
const RESULT_CODES: ReadonlyMap<string, number> = new Map([
  ["System.ArgumentOutOfRangeException", -2146233086],
  ["System.Collections.Generic.KeyNotFoundException", -2146232969],
  ["System.IO.DirectoryNotFoundException", -2147024893],
  ["System.InvalidOperationException", -2146233079],
  ["System.OutOfMemoryException", -2147024882],
  ["System.PlatformNotSupportedException", -2146233031],
  ["System.ApplicationException", -2146232832],
  ["System.ArgumentException", -2147024809],
  ["System.ArgumentNullException", -2147467261],
  ["System.ArithmeticException", -2147024362],
  ["System.ArrayTypeMismatchException", -2146233085],
  ["System.DivideByZeroException", -2147352558],
  ["System.FormatException", -2146233033],
  ["System.IO.DriveNotFoundException", -2147024893],
  ["System.IO.EndOfStreamException", -2147024858],
  ["System.IO.FileNotFoundException", -2147024894],
  ["System.IO.IOException", -2146232800],
  ["System.IO.PathTooLongException", -2147024690],
  ["System.IndexOutOfRangeException", -2146233080],
  ["System.InsufficientExecutionStackException", -2146232968],
  ["System.InvalidCastException", -2147467262],
  ["System.Management.Automation.PSArgumentOutOfRangeException", -2146233086],
  ["System.Management.Automation.PSInvalidOperationException", -2146233079],
  ["System.MemberAccessException", -2146233062],
  ["System.MissingMemberException", -2146233070],
  ["System.MissingMethodException", -2146233069],
  ["System.Net.WebException", -2146233079],
  ["System.NotImplementedException", -2147467263],
  ["System.NotSupportedException", -2146233067],
  ["System.NullReferenceException", -2147467261],
  ["System.ObjectDisposedException", -2146232798],
  ["System.OperationCanceledException", -2146233029],
  ["System.OverflowException", -2146233066],
  ["System.Reflection.TargetInvocationException", -2146232828],
  ["System.Runtime.InteropServices.ExternalException", -2147467259],
  ["System.Security.SecurityException", -2146233078],
  ["System.StackOverflowException", -2147023895],
  ["System.SystemException", -2146233087],
  ["System.TimeoutException", -2146233083],
  ["System.TypeLoadException", -2146233054],
  ["System.UnauthorizedAccessException", -2147024891],
  ["System.Xml.XmlException", -2146232000],
]);
const BASES: ReadonlyMap<string, string> = new Map(EXCEPTIONS.map(([name, base]) => [name, base]));
const UNSET = -2146233088; // System.Exception's own

function resultCode(self: PSException): number {
  if (self.hResult !== UNSET) return self.hResult;
  for (let name: string | undefined = self.typeName; name; name = BASES.get(name)) {
    const code = RESULT_CODES.get(name);
    if (code !== undefined) return code;
  }
  return UNSET;
}

function errorRecordOf(self: PSException): ErrorRecord {
  const known = self.extra.get("ErrorRecord");
  if (known instanceof ErrorRecord) return known;
  const record = new ErrorRecord(self, "RuntimeException", "NotSpecified");
  self.extra.set("ErrorRecord", record);
  return record;
}

function members(name: string): Record<string, Member> {
  if (name === "System.ArgumentException")
    return { "string ParamName": (self: PSException) => self.extra.get("ParamName") ?? null };
  if (name === "System.AggregateException")
    return {
      "System.Object InnerExceptions": (self: PSException) =>
        self.extra.get("InnerExceptions") ?? (self.innerException ? [self.innerException] : []),
    };
  if (name === "System.Management.Automation.RuntimeException")
    return {
      "System.Management.Automation.ErrorRecord ErrorRecord": errorRecordOf,
      "bool WasThrownFromThrowStatement": (self: PSException) => self.extra.get("WasThrownFromThrowStatement") ?? false,
    };
  return {};
}

const family: Family = Object.fromEntries(
  EXCEPTIONS.map(([name, base, message]): [string, () => TypeSource] => [
    name,
    () => ({
      base: base === "" ? "System.Exception" : base,
      members: { ...members(name), ...constructors(name, message) },
    }),
  ]),
);

export const exceptionTypes: Family = {
  "System.Exception": () => ({
    members: {
      ...constructors("System.Exception", undefined),
      "System.Reflection.MethodBase TargetSite": () => null,
      "string Message": (self: PSException) => self.message,
      "System.Collections.IDictionary Data": (self: PSException) => {
        let data = self.extra.get("Data");
        if (!data)
          self.extra.set("Data", (data = new Dictionary("Hashtable", "System.Collections.ListDictionaryInternal")));
        return data;
      },
      "System.Exception InnerException": (self: PSException) => self.innerException,
      "string HelpLink": [
        (self: PSException) => self.extra.get("HelpLink") ?? null,
        (self: PSException, value) => self.extra.set("HelpLink", value),
      ],
      "string Source": [(self: PSException) => self.source, (self: PSException, value) => (self.source = value)],
      "int HResult": [resultCode, (self: PSException, value) => (self.hResult = value)],
      "string StackTrace": (self: PSException) => self.stackTrace,
      "System.Exception GetBaseException()": (self: PSException) => {
        let base = self;
        while (base.innerException) base = base.innerException;
        return base;
      },
      "string ToString()": (self: PSException, engine: Engine) => engine.values.toText(self),
    },
  }),
  "System.Collections.ListDictionaryInternal": () => ({ base: "System.Collections.Hashtable" }),
  ...family,
};
