import type { Service } from "../resource-type";
import { alias } from "./alias";
import { key } from "./key";
import { keyPolicy } from "./key-policy";

/** Key Management Service. */
export const kms: Service = { name: "kms", types: [alias, key, keyPolicy] };
