import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Longest readable part of a key, in characters: with a dash and the digest, a key has at most 40, as components allow. */
const MAX_READABLE = 29;

/**
 * Returns the key of an e-mail address in the names of its subscriptions: its letters and digits, and a digest that keeps
 * similar addresses apart. The key does not depend on the address's place in a list, nor on upper and lower case.
 */
export function subscriptionKey(email: string): string {
  const address = email.toLowerCase();
  const readable = address
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_READABLE)
    .replace(/^-|-$/g, "");
  const digest = createHash("sha256").update(address).digest("hex").slice(0, 10);
  return `${readable}-${digest}`;
}

/** Returns a subscriber for each address by its key, in the order of the keys, so that the order of a list has no effect. */
export function keySubscribers(
  emails: readonly string[],
): Readonly<Record<string, { readonly email: string }>> {
  const subscribers = emails.map((email) => [subscriptionKey(email), { email }] as const);
  return Object.fromEntries(subscribers.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Returns options that alias each subscription of a component to the name that releases up to 0.1 gave it by its position,
 * `<component>-email-email-<position>`. With an unchanged list no subscription is replaced.
 *
 * @param aliases other children whose name has changed, by new name
 */
export function aliasSubscriptions(
  component: string,
  emails: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
): pulumi.ComponentResourceOptions {
  const formerNames = new Map([
    ...Object.entries(aliases),
    ...emails.map(
      (email, index) =>
        [`${component}-email-${subscriptionKey(email)}`, `${component}-email-email-${index + 1}`] as const,
    ),
  ]);
  return {
    transformations: [
      ({ type, name, props, opts }) => {
        const former =
          type === "aws:sns/topicSubscription:TopicSubscription" ? formerNames.get(name) : undefined;
        if (former === undefined) return undefined;
        return { props, opts: pulumi.mergeOptions(opts, { aliases: [{ name: former }] }) };
      },
    ],
  };
}
