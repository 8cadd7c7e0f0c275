import type * as pulumi from "@pulumi/pulumi";
import type { AlarmSubscriber, AlarmSubscribers } from "../components";
import type { Settings } from "./settings";
import { keySubscribers } from "./subscriptions";

/** Kinds of contacts whose addresses are secrets outside the settings. */
export type ContactKind = "phone" | "endpoint";

/** Returns the secret address of a contact by its label. */
export type Contact = (kind: ContactKind, label: string) => pulumi.Input<string>;

/** Returns the subscribers of the alarms of regions and edge. */
export function onCallSubscribers({ monitoring }: Settings, contact: Contact): AlarmSubscribers {
  const { emails, phones, endpoints } = monitoring;
  return { ...keySubscribers(emails), ...secretSubscribers({ phones, endpoints }, contact) };
}

/** Returns a subscriber for each label, in the order of the labels, so that the order of a list has no effect. */
export function secretSubscribers(
  {
    phones = [],
    endpoints = [],
  }: { readonly phones?: readonly string[]; readonly endpoints?: readonly string[] },
  contact: Contact,
): AlarmSubscribers {
  const labels = [...new Set([...phones, ...endpoints])].sort();
  const subscriber = (label: string): AlarmSubscriber => ({
    ...(phones.includes(label) ? { phone: contact("phone", label) } : {}),
    ...(endpoints.includes(label) ? { url: contact("endpoint", label) } : {}),
  });
  return Object.fromEntries(labels.map((label) => [label, subscriber(label)]));
}
