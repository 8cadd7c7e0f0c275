// The SDK takes a stack trace for every promise and every resource, and source-map-support maps each frame of it. Traces of
// promises are shown only when the SDK hangs. Traces of errors that the program throws stay as they are.
const PROMISES = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]debuggable\.js$/;
const RESOURCES = /[\\/]@pulumi[\\/]pulumi[\\/]resource\.js$/;
const DEPENDENCY = /^node:|[\\/]node_modules[\\/]/;
/** Number of frames that are mapped for a resource. The first frame of the program is the resource's source position. */
const MAPPED_FRAMES = 12;

const wrappers = new WeakSet();

/** Wraps every `Error.prepareStackTrace` that is set from now on, such as the one of source-map-support. */
function install() {
  let current = Error.prepareStackTrace;
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    get: () => current,
    set(prepare) {
      current = wrap(prepare);
    },
  });
}

function wrap(prepare) {
  if (typeof prepare !== "function" || wrappers.has(prepare)) return prepare;
  const wrapper = (error, frames) => {
    const file = frames[0]?.getFileName() ?? "";
    if (PROMISES.test(file)) return String(error);
    if (!RESOURCES.test(file) || frames[0].getFunctionName() !== "callsites") return prepare(error, frames);
    const lines = frames
      .slice(0, MAPPED_FRAMES)
      .map((frame) =>
        DEPENDENCY.test(frame.getFileName() ?? "node:")
          ? `    at ${frame}`
          : prepare(error, [frame]).split("\n").slice(1).join("\n"),
      );
    return `${error}\n${lines.join("\n")}`;
  };
  wrappers.add(wrapper);
  return wrapper;
}

module.exports = { install };
