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

/** Commands that a page shows: lines of shell blocks, and code in backticks. */
function listCommands(page: Page): readonly string[] {
  const shell = page.blocks
    .filter(({ language }) => ["sh", "console"].includes(language))
    .flatMap(({ text }) => text.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/^\$ /, "").trim());
  return [...shell, ...codeSpans(page.prose)];
}

/** Describes what is wrong with one of our own commands; undefined when it can be run. */
function findFault(text: string): string | undefined {
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
  const values: string[] = [];
  for (let i = at; i < words.length; i++) {
    const word = words[i] as string;
    if (!word.startsWith("-")) values.push(word);
    else {
      const option = findOption(command, word);
      if (!option) return `${text}: ${command.name()} has no option ${word}`;
      if (option.required) i += 1;
      const value = words[i] as string | undefined;
      if (option.required && value === undefined) return `${text}: ${word} has no value`;
      if (option.argChoices && value !== undefined && !option.argChoices.includes(value))
        return `${text}: ${value} is not a choice`;
    }
  }
  return findArgumentFault(text, command, values);
}

function findOption(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => [long, short].includes(word));
}

function findArgumentFault(text: string, command: Command, values: readonly string[]): string | undefined {
  if (values.some((word) => PLACEHOLDER.test(word)) || text.includes("|")) return undefined;
  const declared = command.registeredArguments;
  if (command.commands.length > 0)
    return values.length === 0 ? undefined : `${text}: ${values[0]} is not a command`;
  const needed = declared.filter(({ required }) => required).length;
  const most = declared.some(({ variadic }) => variadic) ? Infinity : declared.length;
  // a name alone, such as `archipelago up`, refers to the command
  if (values.length === 0 || (values.length >= needed && values.length <= most)) return undefined;
  return `${text}: ${values.length} arguments, expected ${needed} to ${most}`;
}

describe("commands in pages", () => {
  for (const page of pages()) {
    it(`shows only existing commands and options of archipelago in ${page.file}`, () => {
      const faults = listCommands(page).flatMap((line) => {
        const [, rest] = OURS.exec(line) ?? [];
        return rest === undefined ? [] : (findFault(rest.replace(/\s+#.*$/, "")) ?? []);
      });
      assert.deepEqual(faults, []);
    });

    it(`shows only npm scripts of package.json in ${page.file}`, () => {
      const missing = listCommands(page).filter((line) => {
        const [match, named, short] = SCRIPT.exec(line) ?? [];
        return match !== undefined && !((named ?? short ?? "") in scripts);
      });
      assert.deepEqual(missing, []);
    });
  }

  it("names what is wrong with a command", () => {
    assert.match(findFault("fly dev") ?? "", /no such command/);
    assert.match(findFault("up dev --soon") ?? "", /up has no option --soon/);
    assert.match(findFault("lab fail --region us-east-1 --crash later") ?? "", /later is not a choice/);
    assert.match(findFault("up dev prod") ?? "", /2 arguments, expected 1 to 1/);
    assert.match(findFault("lab break") ?? "", /break is not a command/);
    assert.equal(findFault("lab fail --region us-east-1 --service ec2"), undefined);
  });
});
