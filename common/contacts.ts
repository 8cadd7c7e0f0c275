import { regexes } from "zod/v4/core";

/** Form of an e-mail address, for messages. */
export const EMAIL_FORM = "an e-mail address such as ops@example.com";

/** Form of a phone number, for messages. */
export const PHONE_FORM = "a phone in E.164 form such as +12025550123";

/** Form of an endpoint of an incident service, for messages. */
export const HTTPS_FORM = "an https address such as https://events.example.com/alarms";

/**
 * Whether a string is an https address to which Amazon SNS can deliver.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html
 */
export function isHttpsUrl(text: string): boolean {
  return /^https:\/\/[^\s/]+\.[^\s]+$/.test(text) && URL.canParse(text);
}

/**
 * Whether a string is a plain e-mail address, without a display name, at a domain of two labels or more. Amazon SNS and
 * AWS Budgets document no form of their own, so this is the form of HTML, which every mail client takes.
 *
 * @see https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 */
export function isEmail(text: string): boolean {
  return regexes.html5Email.test(text) && text.slice(text.indexOf("@")).includes(".");
}

/**
 * Whether a string is a phone number in the form that Amazon SNS takes for SMS.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html
 */
export function isPhone(text: string): boolean {
  return regexes.e164.test(text);
}
