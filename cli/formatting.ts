import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Columns that all output fits into. */
export const WIDTH = 80;

/** Colour functions of the terminal; without colours each returns its text unchanged. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Creates the colours of a stream: none when it is not a terminal, or when NO_COLOR is set and not empty. */
export function createColours(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): Colours {
  return pc.createColors(stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb");
}

/**
 * Makes external text safe to print: removes escape sequences and control characters, so that a tag or an error
 * message cannot move the cursor, change the title or hide earlier output. Keeps line ends (as `\n`) and tabs (as spaces).
 */
export function stripControls(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(/\r\n?/g, "\n")
      .replace(/\t/g, "  ")
      // includes the C1 controls and the marks that change the direction of writing
      .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
        character === "\n" ? "\n" : "",
      )
  );
}

/** Makes external text safe to print, and joins it into one line. */
export function oneLine(text: string): string {
  return stripControls(text).replace(/\s+/g, " ").trim();
}

/**
 * Wraps text to lines of at most `width` columns, at spaces; a word longer than a line is broken.
 *
 * @param indent prefix of every line but the first, besides the line's own indentation
 */
export function wrap(text: string, width: number = WIDTH, indent = ""): string[] {
  return text.split("\n").flatMap((line, index) => {
    const own = /^ */.exec(line)?.[0] ?? "";
    const first = index === 0 ? own : indent + own;
    const body = line.trim();
    if (stringWidth(first + body) <= width) return [first + body];
    const room = Math.max(1, width - indent.length - own.length);
    return wrapAnsi(body, room, { hard: true })
      .split("\n")
      .map((part, at) => (at === 0 ? first : indent + own) + part);
  });
}

/** Shortens text to `width` columns; an ellipsis replaces the missing end. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const [start = ""] = wrapAnsi(text, Math.max(1, width - 1), {
    hard: true,
    wordWrap: false,
    trim: false,
  }).split("\n");
  return `${start}…`;
}

/** Fills text with spaces up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/** Formats a number with its noun: `1 resource`, `2 resources`. */
export function formatCount(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Formats a duration: `0.4 s`, `12 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The last part of a type token: `Bucket` of `aws:s3/bucket:Bucket`. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** The command as the user ran it, so that hints can be pasted: `node cli/archipelago.js` or `archipelago`. */
export function commandName(
  script: string | undefined = process.argv[1],
  cwd: string = process.cwd(),
): string {
  if (script === undefined || !script.endsWith("archipelago.js")) return "archipelago";
  return `node ${script.startsWith(`${cwd}/`) ? script.slice(cwd.length + 1) : script}`;
}
