// The SDK logs three debug messages for every resource. Each is a call to the engine that waits for the one before it: half
// of all calls. Here they are dropped, except for the type and name of each resource that the program declares: those go to
// the engine in one message at the end. ARCHIPELAGO_LAB_DEBUG=1 sends all messages as they are.
const LOG = /[\\/]@pulumi[\\/]pulumi[\\/]log[\\/]index\.js$/;
const DECLARATION = /^Registering resource: t=(.*?), name=(.*), custom=/;

/** Replaces the SDK's log function for debug messages. To be called once the SDK is loaded. */
function install() {
  if (process.env.ARCHIPELAGO_LAB_DEBUG === "1") return;
  for (const [file, { exports }] of Object.entries(require.cache)) if (LOG.test(file)) replaceDebug(exports);
}

function replaceDebug(log) {
  const { debug } = log;
  const resources = [];
  log.debug = (message) => {
    const match = DECLARATION.exec(message);
    if (match) resources.push({ type: match[1], name: match[2] });
    return Promise.resolve();
  };
  process.once("beforeExit", () => debug(`Declared resources: ${JSON.stringify(resources)}`));
}

module.exports = { install };
