// Loads two packages only once the SDK uses them: typescript, and npm's tree of packages. It needs them to serialise a
// function of the program, which few programs ask for, and they are nearly half of what the SDK takes to load.
const Module = require("node:module");

/** Which file of the SDK requires which package. */
const LAZY = [
  { request: "typescript", parent: /[\\/]@pulumi[\\/]pulumi[\\/]typescript-shim\.js$/ },
  {
    request: "@npmcli/arborist",
    parent: /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]codePaths\.js$/,
  },
];

/** Has those packages loaded when a property of theirs is read. One that is missing is told of at once, as by node. */
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
 * Stands for a package until a property of it is read that is not known.
 *
 * @param {() => object} load
 * @param {object} known properties that are answered without it
 */
function lazily(load, known = {}) {
  let loaded;
  const exported = () => {
    loaded ??= load();
    return loaded;
  };
  return new Proxy(
    {},
    {
      // a compiled `import * as` copies what has not this mark, and so would load it
      get: (_, key) =>
        key === "__esModule" ? true : Object.hasOwn(known, key) ? known[key] : exported()[key],
      has: (_, key) => key === "__esModule" || key in exported(),
      ownKeys: () => Reflect.ownKeys(exported()),
      getOwnPropertyDescriptor(_, key) {
        const descriptor = Reflect.getOwnPropertyDescriptor(exported(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}

module.exports = { install, lazily };
