import { main } from "@pulumi/pulumi/provider";
import { isolateRejections } from "./isolation";
import { AwsxProvider } from "./provider";

/** Milliseconds between checks of the parent process. */
const PARENT_INTERVAL = 500;

const parent = process.ppid;
// A killed engine sends no signal, but the plugin gets another parent.
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, PARENT_INTERVAL);

const server = main(new AwsxProvider(), process.argv.slice(2));
// The SDK maps the stack of every resource through source maps, for positions that no engine reads of children.
Reflect.deleteProperty(Error, "prepareStackTrace");
isolateRejections();
server.catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
