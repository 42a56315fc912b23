// What runs first on a host: a line of POSIX shell that finds an endpoint there, or says that one must be sent.
//
// Rule: one round trip. What it says begins with a mark that nobody else can say: the mark's two halves meet only in its
// output, so a host that repeats the command is not taken for one that runs it. All before the mark is the host's own noise.
//
// The line is read by the user's login shell first, whatever that is: it is one `exec sh -c '…'`, and between the quotes
// stands nothing that csh or fish would read otherwise (no ', no !, no line break, no \ before a quote or at the end).

/** The endpoint that is sent to hosts that have none. */
export interface UploadedEndpoint {
  /** Its name on the host says what is in it. */
  readonly id: string;
  /** The payload for a host: the one with compiled code where the host runs the same Node.js. */
  payload(host: { readonly version: string; readonly system: string }): UploadPayload;
}

export interface UploadPayload {
  /** Compressed by Brotli. */
  readonly bytes: Uint8Array;
  /** Bytes and SHA-256 of what is in it. */
  readonly size: number;
  readonly sha256: string;
}

/** Where Node.js is looked for, in this order; words of the shell. */
const NODE_PLACES = [
  "node",
  "nodejs",
  "/usr/local/bin/node",
  "/usr/bin/node",
  "/opt/homebrew/bin/node",
  "/opt/node/bin/node",
  "/snap/bin/node",
  `"$HOME"/.local/bin/node`,
  `"$HOME"/bin/node`,
  `"$HOME"/.volta/bin/node`,
  `"$HOME"/.nvm/versions/node/*/bin/node`,
  `"$HOME"/.local/share/fnm/node-versions/*/installation/bin/node`,
  `"$HOME"/.asdf/installs/nodejs/*/bin/node`,
];

/** The oldest Node.js that runs an endpoint. */
export const OLDEST_NODE = 20;

/** Days after which an endpoint's file that nothing has used is removed. */
const UNUSED_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Starts the endpoint's file, for `node -e`: a line with Node's path, a line of JSON with the names and lengths of its parts,
 * the parts. The first part is the program, the second the threads'; both take the file's path for their folder's. A program
 * sets the file's time at its start and every day: its threads and the programs it starts read the file again.
 */
const START =
  `const s=require("fs"),f=process.argv[1],d=s.openSync(f),r=(n,p)=>{const b=Buffer.alloc(n);s.readSync(d,b,0,n,p);return b.toString("latin1")},` +
  `h=r(8192,0).split("\\n"),x=JSON.parse(h[1]),i=process.argv[2]==="thread"?1:0,o=h[0].length+h[1].length+2+i*x[0][1],c=r(x[i][1],o),u=()=>{try{const t=new Date;s.utimesSync(f,t,t)}catch{}};s.closeSync(d);` +
  `if(i<1){u();setInterval(u,${DAY_MS}).unref()}` +
  `new Function("require","module","exports","__dirname",c)(require,{},{},f)`;

export interface BootstrapOptions {
  /** Hexadecimal digits that were never used before. */
  readonly nonce: string;
  /** What the endpoint is told of itself: the value of its variable, in Base64. */
  readonly identity?: { readonly variable: string; readonly base64: string };
  /** Further arguments for an endpoint of this project: plain words. */
  readonly arguments?: readonly string[];
  /** UploadedEndpoint.id; absent where none can be sent. */
  readonly endpointId?: string;
}

/** The command for the host's shell. */
export function bootstrapCommand(options: BootstrapOptions): string {
  const { nonce, identity, endpointId } = options;
  const args = (options.arguments ?? []).map((word) => ` ${word}`).join("");
  const start = `p run node; exec "$i" -e "$s" "$f" -s${args}`;
  const script = [
    `m=REMORA n=${nonce} o=`,
    `p() { echo "$m-$n $*"; }`,
    ...(identity ? [`${identity.variable}=${identity.base64}; export ${identity.variable}`] : []),
    `if command -v remora >/dev/null 2>&1; then p run remora; exec remora -sshs${args}; fi`,
    `if command -v pwsh >/dev/null 2>&1; then p run pwsh; exec pwsh -sshs -NoLogo -NoProfile; fi`,
    `s="${inDoubleQuotes(START)}"`,
    `f=\${XDG_CACHE_HOME:-"$HOME"/.cache}/remora/endpoint-${endpointId ?? "none"}`,
    `if [ -r "$f" ] && IFS= read -r i <"$f" && [ -x "$i" ]; then ${start}; fi`,
    `for i in ${NODE_PLACES.join(" ")}; do i=$(command -v "$i" 2>/dev/null) || continue`,
    `v=$("$i" -v 2>/dev/null </dev/null) || continue; v=\${v#v}`,
    `[ "\${v%%.*}" -ge ${OLDEST_NODE} ] 2>/dev/null || { o="$o $i=$v"; continue; }`,
    `p need "$v" "$(uname -sm)" "$i"; IFS= read -r j || exit 1`,
    `"$i" -e "$j" "$f" "$i" "$m-$n" || exit 1; ${start}; done`,
    `p none "$(uname -sm)$o"; exit 1`,
  ].join("; ");
  return `exec sh -c '${script}'`;
}

/** Text between double quotes of a POSIX shell that are between single quotes of any shell. */
function inDoubleQuotes(text: string): string {
  return text.replaceAll(/["$`]/g, String.raw`\$&`);
}

/**
 * The program that stores the endpoint, one line for `node -e`. It reads exactly the payload, checks it, and puts the file
 * into its place at once or not at all; then it removes others, of other versions and half written, that nothing has used for
 * long. Its arguments: the file, Node's path, the mark.
 */
export function installer(payload: UploadPayload): string {
  return (
    `const fs=require("fs"),path=require("path"),[,file,node,mark]=process.argv,packed=Buffer.alloc(${payload.bytes.length});` +
    `let at=0;while(at<packed.length){let n=0;try{n=fs.readSync(0,packed,at,packed.length-at)}` +
    `catch(e){if(e.code!=="EAGAIN")throw e;Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,5);continue}` +
    `if(n===0)process.exit(1);at+=n}` +
    `const folder=path.dirname(file),temp=file+"."+process.pid+"."+require("crypto").randomBytes(4).toString("hex");let made=false;` +
    `try{const bytes=require("zlib").brotliDecompressSync(packed,{maxOutputLength:${payload.size + 1}});` +
    `if(bytes.length!==${payload.size}||require("crypto").createHash("sha256").update(bytes).digest("hex")!=="${payload.sha256}")` +
    `throw new Error("what arrived is not what was sent");` +
    `fs.mkdirSync(folder,{recursive:true,mode:0o700});` +
    `const d=fs.openSync(temp,"wx",0o600);made=true;` +
    `try{for(const part of[Buffer.from(node+"\\n"),bytes])for(let w=0;w<part.length;)w+=fs.writeSync(d,part,w);fs.fsyncSync(d)}` +
    `finally{fs.closeSync(d)}fs.renameSync(temp,file)}` +
    `catch(e){if(made)try{fs.unlinkSync(temp)}catch{}` +
    `fs.writeSync(1,mark+" fail "+folder+" "+String(e.message).replace(/\\s+/g," ")+"\\n");process.exit(1)}` +
    `const since=Date.now()-${UNUSED_DAYS * DAY_MS};for(const name of fs.readdirSync(folder))try{const old=path.join(folder,name);` +
    `if(name.startsWith("endpoint-")&&old!==file&&fs.lstatSync(old).mtimeMs<since)fs.unlinkSync(old)}catch{}`
  );
}

/** What the bootstrap said. */
export type BootstrapWord =
  /** The endpoint runs; what follows is its own. */
  | { readonly type: "run"; readonly what: string; readonly rest: Uint8Array }
  | { readonly type: "need"; readonly version: string; readonly system: string; readonly rest: Uint8Array }
  | { readonly type: "fail"; readonly message: string }
  | { readonly type: "none"; readonly system: string; readonly oldNodes: readonly string[] };

/** Characters of noise that are passed over before the mark. */
const NOISE_LIMIT = 65_536;

/** Reads what a host says until it has said a word of the bootstrap. */
export class BootstrapReader {
  readonly #mark: string;
  #text = "";
  constructor(nonce: string) {
    this.#mark = `REMORA-${nonce} `;
  }

  /** What came so far and is not the bootstrap's. */
  get noise(): string {
    const at = this.#text.indexOf(this.#mark);
    return Buffer.from(at < 0 ? this.#text : this.#text.slice(0, at), "latin1").toString("utf8");
  }

  get isTooNoisy(): boolean {
    const at = this.#text.indexOf(this.#mark);
    return (at < 0 ? this.#text.length : at) > NOISE_LIMIT || this.#text.length > 2 * NOISE_LIMIT;
  }

  /** The next word, or undefined while it has yet to arrive. */
  receive(bytes: Uint8Array): BootstrapWord | undefined {
    this.#text += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const at = this.#text.indexOf(this.#mark);
    const end = at < 0 ? -1 : this.#text.indexOf("\n", at);
    if (end < 0) return undefined;
    const line = Buffer.from(this.#text.slice(at + this.#mark.length, end), "latin1")
      .toString("utf8")
      .trimEnd();
    const rest = Buffer.from(this.#text.slice(end + 1), "latin1");
    this.#text = "";
    const [type, ...words] = line.split(" ");
    switch (type) {
      case "run":
        return { type, what: words[0] ?? "", rest };
      case "need":
        return { type, version: words[0] ?? "", system: words.slice(1, 3).join(" "), rest };
      case "fail":
        return { type, message: words.join(" ") };
      case "none":
        return { type, system: words.slice(0, 2).join(" "), oldNodes: words.slice(2) };
      default:
        return this.receive(rest);
    }
  }
}
