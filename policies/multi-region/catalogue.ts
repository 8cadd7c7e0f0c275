import type { Rule } from "../kit";
import { noDefaultProvider } from "./rules/no-default-provider";

/** The rules of the pack, in the order in which they are reported. */
export const catalogue: readonly Rule[] = [noDefaultProvider];
