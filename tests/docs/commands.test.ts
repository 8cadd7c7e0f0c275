import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Command, Option } from "commander";
import { commandLine } from "../../cli/main";
import { codeSpans, type Page, pages, ROOT } from "./pages";

const OURS = /^(?:archipelago|node cli\/archipelago\.js|npx archipelago|npm run archipelago --) (.+)$/;
const SCRIPT = /^npm (?:run ([\w:-]+)|(start|test))\b/;
const PLACEHOLDER = /^[<[…]/;
const scripts = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")).scripts as object;

/** Commands that a page shows: lines of shell blocks, and what stands in backticks. */
function commands(page: Page): readonly string[] {
  const shell = page.blocks
    .filter(({ language }) => ["sh", "console"].includes(language))
    .flatMap(({ text }) => text.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/^\$ /, "").trim());
  return [...shell, ...codeSpans(page.prose)];
}

/** What is wrong with one of our own commands; undefined when it could be run. */
function fault(text: string): string | undefined {
  const words = [...text.matchAll(/'[^']*'|"[^"]*"|\S+/g)].map(([word]) => word);
  if (PLACEHOLDER.test(words[0] ?? "")) return undefined;
  let command: Command = commandLine(() => undefined);
  let at = 0;
  for (; at < words.length; at++) {
    const inner = command.commands.find((one) => one.name() === words[at]);
    if (!inner) break;
    command = inner;
  }
  if (command.parent === null) return `${text}: there is no such command`;
  const given: string[] = [];
  for (let i = at; i < words.length; i++) {
    const word = words[i] as string;
    if (!word.startsWith("-")) given.push(word);
    else {
      const option = optionOf(command, word);
      if (!option) return `${text}: ${command.name()} has no option ${word}`;
      if (option.required) i += 1;
      const value = words[i] as string | undefined;
      if (option.required && value === undefined) return `${text}: ${word} has no value`;
      if (option.argChoices && value !== undefined && !option.argChoices.includes(value))
        return `${text}: ${value} is no choice`;
    }
  }
  return argumentFault(text, command, given);
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => [long, short].includes(word));
}

function argumentFault(text: string, command: Command, given: readonly string[]): string | undefined {
  if (given.some((word) => PLACEHOLDER.test(word)) || text.includes("|")) return undefined;
  const asked = command.registeredArguments;
  if (command.commands.length > 0)
    return given.length === 0 ? undefined : `${text}: ${given[0]} is no command`;
  const needed = asked.filter(({ required }) => required).length;
  const most = asked.some(({ variadic }) => variadic) ? Infinity : asked.length;
  // a name alone, such as `archipelago up`, speaks of the command
  if (given.length === 0 || (given.length >= needed && given.length <= most)) return undefined;
  return `${text}: ${given.length} arguments, expected ${needed} to ${most}`;
}

describe("commands in pages", () => {
  for (const page of pages()) {
    it(`given ${page.file}, when it shows commands of archipelago, then each exists with its options`, () => {
      const faults = commands(page).flatMap((line) => {
        const [, rest] = OURS.exec(line) ?? [];
        return rest === undefined ? [] : (fault(rest.replace(/\s+#.*$/, "")) ?? []);
      });
      assert.deepEqual(faults, []);
    });

    it(`given ${page.file}, when it shows scripts of npm, then package.json has them`, () => {
      const missing = commands(page).filter((line) => {
        const [match, named, short] = SCRIPT.exec(line) ?? [];
        return match !== undefined && !((named ?? short ?? "") in scripts);
      });
      assert.deepEqual(missing, []);
    });
  }

  it("given a command that is wrong, when judged, then what is wrong is named", () => {
    assert.match(fault("fly dev") ?? "", /no such command/);
    assert.match(fault("up dev --soon") ?? "", /up has no option --soon/);
    assert.match(fault("lab fail --region us-east-1 --crash later") ?? "", /later is no choice/);
    assert.match(fault("up dev prod") ?? "", /2 arguments, expected 1 to 1/);
    assert.match(fault("lab break") ?? "", /break is no command/);
    assert.equal(fault("lab fail --region us-east-1 --service ec2"), undefined);
  });
});
