/**
 * Finds the kind of a credential in a script or variable: an access key of AWS, a private key, a URL
 * with a password, or the assignment of a secret. Undefined without one.
 */
export function findCredential(text: string): string | undefined {
  if (/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/.test(text)) return "an access key of AWS";
  if (/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(text)) return "a private key";
  if (/:\/\/[^/\s:@]*:[^/\s@${<*][^/\s@]*@/.test(text)) return "a URL with a password";
  return ASSIGNMENT.test(text) ? "a secret" : undefined;
}

/** An assignment of a literal to a name of a secret; a reference starts with one of `$`, a backquote or `<`. */
const ASSIGNMENT =
  /\b[A-Za-z_]*(?:PASSWORD|PASSWD|SECRET_ACCESS_KEY|SECRET_KEY|API_KEY|AUTH_TOKEN)["']?\s*[=:]\s*["']?(?!arn:|true\b|false\b|null\b|none\b)[^\s"'$`<({*/]{6,}/i;
