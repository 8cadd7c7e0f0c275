import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";

/** Columns that everything printed fits into. */
export const WIDTH = 80;

/** Colours of the terminal; each leaves its text as it is when there is none, or NO_COLOR is set. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Colours for a stream: none when it is not a terminal, or NO_COLOR is set to anything but nothing. */
export function coloursOf(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): Colours {
  return pc.createColors(stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb");
}

/**
 * Text from outside, made safe to print: escape sequences and control characters are taken out, so that a tag or an error
 * cannot move the cursor, change the title or hide what stands before it. Line ends and tabs stay, as `\n` and spaces.
 */
export function clean(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(/\r\n?/g, "\n")
      .replace(/\t/g, "  ")
      // also the C1 controls, and the marks that turn the direction of writing
      .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
        character === "\n" ? "\n" : "",
      )
  );
}

/** Text from outside on one line. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, " ").trim();
}

/**
 * Lines of at most `width` columns, broken at spaces, and inside a word only when it alone is longer.
 *
 * @param indent stands before every line but the first
 */
export function wrap(text: string, width: number = WIDTH, indent = ""): string[] {
  return text.split("\n").flatMap((line, index) => wrapLine(line, width, index === 0 ? "" : indent, indent));
}

function wrapLine(line: string, width: number, first: string, indent: string): string[] {
  const lines: string[] = [];
  const leading = /^ */.exec(line)?.[0] ?? "";
  let current = first + leading;
  let isEmpty = true;
  for (const word of line.trim().split(/ +/)) {
    let rest = word;
    if (!isEmpty && current.length + 1 + rest.length <= width) {
      current += ` ${rest}`;
      continue;
    }
    if (!isEmpty) {
      lines.push(current);
      current = indent + leading;
    }
    while (current.length + rest.length > width) {
      const room = Math.max(1, width - current.length);
      lines.push(current + rest.slice(0, room));
      rest = rest.slice(room);
      current = indent + leading;
    }
    current += rest;
    isEmpty = false;
  }
  lines.push(current);
  return lines;
}

/** Text cut to `width`, an ellipsis at its end when something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** A number with its noun: `1 resource`, `2 resources`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** A duration: `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The last part of a type's token: `Bucket` of `aws:s3/bucket:Bucket`. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** How the command was called, for advice that can be pasted: `node cli/archipelago.js`, or `archipelago`. */
export function commandName(
  script: string | undefined = process.argv[1],
  cwd: string = process.cwd(),
): string {
  if (script === undefined || !script.endsWith("archipelago.js")) return "archipelago";
  return `node ${script.startsWith(`${cwd}/`) ? script.slice(cwd.length + 1) : script}`;
}
