/** Names of the alarms in the rule of a composite alarm, or the reason why the rule is invalid. */
type RuleReading =
  | { readonly ok: true; readonly alarms: readonly string[] }
  | { readonly ok: false; readonly why: string };

type Token = { readonly kind: "(" | ")" | "word" | "text"; readonly text: string };

/**
 * Reads the rule of a composite alarm: ALARM(), OK(), INSUFFICIENT_DATA(), TRUE, FALSE, AND, OR, NOT and brackets.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function readAlarmRule(rule: string): RuleReading {
  const tokens = tokensOf(rule);
  const alarms: string[] = [];
  let at = 0;
  const peek = () => tokens[at];
  const word = () => peek()?.text.toUpperCase();

  const expression = (): string | undefined => {
    for (;;) {
      const fault = term();
      if (fault !== undefined) return fault;
      if (peek()?.kind !== "word" || (word() !== "AND" && word() !== "OR")) return undefined;
      at++;
    }
  };
  const term = (): string | undefined => {
    const token = peek();
    if (token === undefined) return "it ends too early";
    at++;
    if (token.kind === "(") return expression() ?? expect(")");
    const name = token.text.toUpperCase();
    if (token.kind !== "word") return `${token.text} is not expected`;
    if (name === "NOT") return term();
    if (name === "TRUE" || name === "FALSE") return undefined;
    if (!["ALARM", "OK", "INSUFFICIENT_DATA"].includes(name)) return `${token.text} is not a function`;
    const open = expect("(");
    if (open !== undefined) return open;
    const alarm = peek();
    if (alarm === undefined || alarm.kind === "(" || alarm.kind === ")") return `${token.text} has no alarm`;
    at++;
    alarms.push(nameOf(alarm.text));
    return expect(")");
  };
  const expect = (kind: "(" | ")"): string | undefined => {
    if (peek()?.kind === kind) {
      at++;
      return undefined;
    }
    return `${kind} is missing`;
  };

  const fault = expression() ?? (at < tokens.length ? `${peek()?.text} is not expected` : undefined);
  return fault === undefined ? { ok: true, alarms } : { ok: false, why: fault };
}

function tokensOf(rule: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [whole, quoted, bracket] of rule.matchAll(/"((?:[^"\\]|\\.)*)"|([()])|[^\s()"]+/g)) {
    if (quoted !== undefined) tokens.push({ kind: "text", text: quoted.replace(/\\(.)/g, "$1") });
    else if (bracket === "(" || bracket === ")") tokens.push({ kind: bracket, text: bracket });
    else tokens.push({ kind: "word", text: whole });
  }
  return tokens;
}

// A rule refers to an alarm by its name or its ARN.
function nameOf(reference: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(reference)?.[1] ?? reference;
}
