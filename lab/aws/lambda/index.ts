import type { Service } from "../resource-type";
import { lambdaFunction } from "./function";

/** Lambda. */
export const lambda: Service = { name: "lambda", types: [lambdaFunction] };
