// Loads two packages only when the SDK uses them: typescript, and npm's tree of packages. The SDK needs them to serialise a
// function, which few programs do, and they are nearly half of what the SDK loads.
const Module = require("node:module");

/** The packages, and the files of the SDK that require them. */
const LAZY = [
  { request: "typescript", parent: /[\\/]@pulumi[\\/]pulumi[\\/]typescript-shim\.js$/ },
  {
    request: "@npmcli/arborist",
    parent: /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]codePaths\.js$/,
  },
];

/** Loads those packages when one of their properties is read. A package that is missing fails immediately, as in Node. */
function install() {
  const { _load } = Module;
  Module._load = function load(request, parent, ...rest) {
    const isLazy = LAZY.some((each) => each.request === request && each.parent.test(parent?.filename ?? ""));
    if (!isLazy) return _load.call(this, request, parent, ...rest);
    Module._resolveFilename(request, parent, ...rest);
    return lazily(() => _load.call(this, request, parent, ...rest));
  };
}

/**
 * Returns a stand-in that loads its package when a property outside of `known` is read.
 *
 * @param {() => object} load
 * @param {object} known properties that need no load
 */
function lazily(load, known = {}) {
  let loaded;
  const getExports = () => {
    loaded ??= load();
    return loaded;
  };
  return new Proxy(
    {},
    {
      // A compiled `import * as` copies every property of a module without this mark, which would load the package.
      get: (_, key) =>
        key === "__esModule" ? true : Object.hasOwn(known, key) ? known[key] : getExports()[key],
      has: (_, key) => key === "__esModule" || key in getExports(),
      ownKeys: () => Reflect.ownKeys(getExports()),
      getOwnPropertyDescriptor(_, key) {
        const descriptor = Reflect.getOwnPropertyDescriptor(getExports(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}

module.exports = { install, lazily };
