import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, it } from "mocha";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../../common/special-values";
import type { Deployment, ResourceState } from "../../../../lab/engine/state";
import {
  codecOf,
  decodeDeployment,
  encodeDeployment,
  parseState,
  renderCheckpoint,
  renderExport,
} from "../../../../lab/engine/state/checkpoint";
import { SEALED } from "../../../../lab/engine/state/resource-codec";
import { PassphraseSecrets } from "../../../../lab/engine/state/secrets";
import type { Properties } from "../../../../lab/engine/values/values";
import { bucket, PASSPHRASE, rootResource, SALT, secret, urnOf } from "./fixture";

const FRAME = { project: "archi", stack: "dev", time: "2026-01-02T03:04:05.000Z", salt: SALT };

function deploymentOf(...resources: ResourceState[]): Deployment {
  return { resources, pendingOperations: [] };
}

/** A file of one resource, as written by hand. */
function fileOf(resource: object, more: object = {}): string {
  const manifest = {
    time: "",
    magic: createHash("sha256").update("v3.260.0").digest("hex"),
    version: "v3.260.0",
  };
  return JSON.stringify({ version: 3, deployment: { manifest, resources: [resource], ...more } });
}

async function thereAndBack(deployment: Deployment): Promise<Deployment> {
  const codec = codecOf(await PassphraseSecrets.open(SALT, PASSPHRASE));
  const text = renderCheckpoint(encodeDeployment(deployment, codec), FRAME);
  return decodeDeployment(parseState(text, "dev.json"), codec, "dev.json");
}

describe("checkpoint", () => {
  it("keeps every field of a resource", async () => {
    const full: ResourceState = {
      ...bucket("a"),
      inputs: { tags: { b: "2", a: "1" }, secret: secret({ list: [1, null, secret("inner")] }) },
      outputs: { arn: "arn:aws:s3:::a", big: 9007199254740991, half: 0.5 },
      protect: true,
      taint: true,
      external: true,
      dependencies: [urnOf("b")],
      initErrors: ["it is slow"],
      provider: "urn:pulumi:dev::archi::pulumi:providers:aws::kr::1",
      propertyDependencies: { tags: [], name: [urnOf("b")] },
      delete: true,
      pendingReplacement: true,
      additionalSecretOutputs: ["token"],
      aliases: [urnOf("old")],
      customTimeouts: { create: 60, delete: 0.5 },
      importID: "x",
      retainOnDelete: true,
      deletedWith: urnOf("b"),
      replaceWith: [urnOf("b")],
      ignoreChanges: ["tags"],
      replaceOnChanges: ["name"],
      hideDiff: ["name"],
      created: "2026-01-01T00:00:00Z",
      modified: "2026-01-01T00:00:00Z",
      sourcePosition: "project:///index.ts#7,9",
      stackTrace: [{ sourcePosition: "project:///index.ts#7,9" }],
    };
    const pending = { type: "creating" as const, resource: bucket("c") };

    assert.deepEqual(await thereAndBack({ resources: [full], pendingOperations: [pending] }), {
      resources: [full],
      pendingOperations: [pending],
    });
  });

  it("writes a secret as the ciphertext of its JSON", async () => {
    const secrets = await PassphraseSecrets.open(SALT, PASSPHRASE);
    const { resources } = encodeDeployment(
      deploymentOf(bucket("a", { inputs: { s: secret("t0p") } })),
      codecOf(secrets),
    );
    const output = JSON.parse(resources[0] ?? "").inputs.s;

    assert.deepEqual(Object.keys(output).sort(), [SIGNATURE_KEY, "ciphertext"]);
    assert.equal(output[SIGNATURE_KEY], SECRET_SIGNATURE);
    assert.equal(secrets.decrypt(output.ciphertext), '"t0p"');
  });

  it("keeps any value under any key", async () => {
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom("__proto__", "constructor", "toString", "1", "ü\u2028"),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, false, "", 0, -1.5, 1e21),
        fc.string({ unit: "binary" }),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    const properties = fc
      .array(fc.tuple(key, value), { minLength: 1 })
      .map((e) => Object.fromEntries(e) as Properties);

    await fc.assert(
      fc.asyncProperty(properties, async (inputs) => {
        const sealed = bucket("a", { inputs: { plain: inputs, hidden: secret(inputs) } });
        const { resources } = await thereAndBack(deploymentOf(sealed));
        assert.deepEqual(resources, [sealed]);
      }),
      { numRuns: 200 },
    );
  });

  it("writes the fields of Pulumi's checkpoint around the resources", async () => {
    const value = JSON.parse(renderCheckpoint(encodeDeployment(deploymentOf(rootResource()), SEALED), FRAME));

    assert.equal(value.version, 3);
    assert.equal(value.checkpoint.stack, "organization/archi/dev");
    const { manifest, secrets_providers: provider } = value.checkpoint.latest;
    assert.equal(manifest.magic, createHash("sha256").update(manifest.version).digest("hex"));
    assert.deepEqual(provider, { type: "passphrase", state: { salt: SALT } });
    const exportFile = JSON.parse(
      renderExport(encodeDeployment(deploymentOf(rootResource()), SEALED), FRAME),
    );
    assert.deepEqual(exportFile, { version: 3, deployment: value.checkpoint.latest });
  });

  it("reads the file of a new stack as empty", () => {
    const text = '{"version":3,"checkpoint":{"stack":"organization/archi/dev","latest":null}}';

    assert.deepEqual(parseState(text, "f"), { stack: "organization/archi/dev", resources: [], pending: [] });
  });

  it("drops an unknown field", () => {
    const state = parseState(fileOf({ ...bucket("a"), snippetID: "x" }), "f");

    assert.deepEqual(decodeDeployment(state, SEALED, "f").resources, [bucket("a")]);
  });

  it("reports all wrong fields with their place", () => {
    const state = parseState(fileOf({ urn: 1, custom: "yes", inputs: [], dependencies: "x" }), "f");

    assert.throws(() => decodeDeployment(state, SEALED, "f"), {
      code: "LAB_STATE",
      message: [
        "f: resources[0].urn is 1, expected a string",
        'resources[0].custom is "yes", expected true or false',
        "resources[0].inputs is [], expected an object",
        'resources[0].dependencies is "x", expected a list of strings',
        "resources[0].type is missing, expected a string",
      ].join("\n"),
    });
  });

  it("names the resource and property of a damaged secret, not its value", async () => {
    const codec = codecOf(await PassphraseSecrets.open(SALT, PASSPHRASE));
    const inputs = {
      a: [
        { [SIGNATURE_KEY]: SECRET_SIGNATURE, ciphertext: "v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
      ],
    };
    const state = parseState(fileOf({ ...bucket("x"), inputs }), "f");

    assert.throws(() => decodeDeployment(state, codec, "f"), {
      message: `f: ${urnOf("x")}: the secret at inputs.a[0] cannot be read; the ciphertext is damaged or was encrypted with another passphrase`,
    });
  });

  const invalid: [string, string, RegExp][] = [
    ["nothing", "", /f: the file is empty/],
    ["an incomplete file", '{"version":3,"deploy', /f: the file is not JSON; it breaks at/],
    ["a list", "[]", /f: the file is \[\], expected an object/],
    ["version 99", '{"version":99}', /f: version is 99, expected 3; a newer engine wrote it/],
    ["version 4 with features", '{"version":4,"features":["taint"]}', /with the features \["taint"\]/],
    [
      "features in version 3",
      '{"version":3,"features":["refs"],"deployment":{}}',
      /f: features is \["refs"\], expected none/,
    ],
    ["a file without a checkpoint or deployment", '{"version":3}', /checkpoint and deployment are missing/],
    [
      "resources that are not a list",
      '{"version":3,"deployment":{"resources":{}}}',
      /resources is \{\}, expected a list/,
    ],
    ["a missing magic", '{"version":3,"deployment":{"resources":[{}]}}', /manifest.magic is undefined/],
    [
      "another secrets provider",
      '{"version":3,"deployment":{"secrets_providers":{"type":"service"}}}',
      /secrets_providers.type is "service"/,
    ],
  ];
  for (const [what, text, message] of invalid) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseState(text, "f"), { code: "LAB_STATE", message });
    });
  }

  it("accepts a wrong magic with force", () => {
    const text = fileOf(bucket("a")).replace("v3.260.0", "v3.261.0");

    assert.throws(() => parseState(text, "f"), /manifest.magic/);
    assert.equal(parseState(text, "f", true).resources.length, 1);
  });
});
