import { main } from "@pulumi/pulumi/provider";
import { isolateRejections } from "./isolation";
import { AwsxProvider } from "./provider";

/** Milliseconds between looks at the parent. */
const PARENT_INTERVAL = 500;

const parent = process.ppid;
// A killed engine sends no signal: the plugin is then handed to another parent.
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, PARENT_INTERVAL);

const served = main(new AwsxProvider(), process.argv.slice(2));
// The SDK maps the stack of every resource through source maps, for positions that nobody asks of children.
Reflect.deleteProperty(Error, "prepareStackTrace");
isolateRejections();
served.catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
