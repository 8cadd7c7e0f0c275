import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type Deployment,
  type ResourceState,
  repair,
  sorted,
  verifyIntegrity,
} from "../../../../lab/engine/state";
import { bucket, ROOT, rootResource, urnOf } from "./fixture";

const PROVIDER = "urn:pulumi:dev::archi::pulumi:providers:aws::kr";

function provider(id: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: PROVIDER, type: "pulumi:providers:aws", custom: true, id, parent: ROOT, ...more };
}

function faultsOf(...resources: ResourceState[]): string[] {
  return verifyIntegrity({ resources, pendingOperations: [] });
}

describe("verifyIntegrity", () => {
  it("given a whole deployment, when verified, then there is no fault", () => {
    assert.deepEqual(
      faultsOf(
        rootResource(),
        provider("1"),
        bucket("a", { provider: `${PROVIDER}::1` }),
        bucket("b", {
          dependencies: [urnOf("a")],
          propertyDependencies: { tags: [urnOf("a")] },
          deletedWith: urnOf("a"),
        }),
        bucket("a", { delete: true, id: "old" }),
      ),
      [],
    );
  });

  const a = urnOf("a");
  const b = urnOf("b");
  const cases: [string, ResourceState[], string[]][] = [
    [
      "no urn",
      [{ ...rootResource(), urn: "" }],
      ['a resource has the urn "" and the type "pulumi:pulumi:Stack", expected both'],
    ],
    [
      "a component with an id",
      [{ ...rootResource(), id: "x" }],
      [`${ROOT} is a component and has the id "x"`],
    ],
    ["a parent that is missing", [bucket("a")], [`${a}: its parent ${ROOT} is missing`]],
    ["a parent that comes later", [bucket("a"), rootResource()], [`${a}: its parent ${ROOT} comes after it`]],
    [
      "a dependency that is missing",
      [rootResource(), bucket("a", { dependencies: [b] })],
      [`${a}: its dependency ${b} is missing`],
    ],
    [
      "a dependency of a property that comes later",
      [rootResource(), bucket("a", { propertyDependencies: { tags: [b] } }), bucket("b")],
      [`${a}: its dependency of property "tags" ${b} comes after it`],
    ],
    [
      "deletedWith that is missing",
      [rootResource(), bucket("a", { deletedWith: b })],
      [`${a}: the resource it is deleted with ${b} is missing`],
    ],
    [
      "replaceWith that is missing",
      [rootResource(), bucket("a", { replaceWith: [b] })],
      [`${a}: the resource it is replaced with ${b} is missing`],
    ],
    [
      "two live ones of a URN",
      [rootResource(), bucket("a"), bucket("a")],
      [`${a} is there twice and not marked for deletion`],
    ],
    [
      "a live one behind a leaving one",
      [rootResource(), bucket("a", { delete: true }), bucket("a")],
      [`${a} is there twice and not marked for deletion`],
    ],
    ["a provider without id", [rootResource(), provider("")], [`${PROVIDER} is a provider and has no id`]],
    [
      "a reference to another id of a provider",
      [rootResource(), provider("1"), bucket("a", { provider: `${PROVIDER}::2` })],
      [`${a}: its provider ${PROVIDER}::2 is missing`],
    ],
    [
      "a reference that is none",
      [rootResource(), bucket("a", { provider: "kr" })],
      [`${a}: its provider is "kr", expected URN::ID`],
    ],
    [
      "a deleted one whose provider was replaced",
      [rootResource(), provider("1"), bucket("a", { provider: `${PROVIDER}::2`, pendingReplacement: true })],
      [],
    ],
  ];
  for (const [what, resources, faults] of cases) {
    it(`given ${what}, when verified, then it says so`, () => {
      assert.deepEqual(faultsOf(...resources), faults);
    });
  }
});

describe("sorted", () => {
  it("given a list in order, when sorted, then it stays as it is", () => {
    const list = [
      rootResource(),
      bucket("b"),
      bucket("a", { dependencies: [urnOf("b")] }),
      bucket("b", { delete: true }),
    ];

    assert.deepEqual(sorted(list), list);
  });

  it("given leaving and live ones mixed up, when sorted, then the live one stands first and each finds its own", () => {
    const oldA = bucket("a", { delete: true, id: "old" });
    const oldB = bucket("b", { delete: true, id: "old-b", dependencies: [urnOf("a")] });
    const [newA, newB] = [bucket("a"), bucket("b", { dependencies: [urnOf("a")] })];

    assert.deepEqual(sorted([oldB, newB, oldA, newA, rootResource()]), [
      rootResource(),
      newA,
      newB,
      oldA,
      oldB,
    ]);
  });

  it("given a circle, when sorted, then it is named", () => {
    const list = [bucket("a", { dependencies: [urnOf("b")] }), bucket("b", { dependencies: [urnOf("a")] })];

    assert.throws(() => sorted(list), {
      message: `resources refer to each other in a circle: ${urnOf("a")} -> ${urnOf("b")} -> ${urnOf("b")}`,
    });
  });

  it("given a chain of 20000 backwards, when sorted, then it is in order", () => {
    const chain = Array.from({ length: 20_000 }, (_, i) =>
      bucket(`n${i}`, i === 0 ? {} : { dependencies: [urnOf(`n${i - 1}`)] }),
    );

    assert.deepEqual(sorted([...chain].reverse()), chain);
  });

  it("given any shuffled graph, when sorted, then it is whole and nothing is lost", () => {
    const graph = fc
      .array(fc.array(fc.nat(1000), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
      .chain((refs) => {
        const nodes = refs.map((back, i) =>
          bucket(`n${i}`, { dependencies: i === 0 ? [] : back.map((n) => urnOf(`n${n % i}`)) }),
        );
        return fc.shuffledSubarray([rootResource(), ...nodes], { minLength: nodes.length + 1 });
      });

    fc.assert(
      fc.property(graph, (resources) => {
        const result = sorted(resources);
        assert.equal(new Set(result).size, resources.length);
        assert.deepEqual(faultsOf(...result), []);
        assert.deepEqual(sorted(result), result);
      }),
    );
  });
});

describe("repair", () => {
  it("given disorder, a dangling reference and a twin, when repaired, then it is whole and every change is told", () => {
    const broken: Deployment = {
      resources: [
        bucket("a", { dependencies: [urnOf("gone")], id: "first" }),
        rootResource(),
        bucket("a", { id: "second" }),
      ],
      pendingOperations: [],
    };
    const { deployment, changes } = repair(broken);

    assert.deepEqual(verifyIntegrity(deployment), []);
    assert.deepEqual(deployment.resources, [
      rootResource(),
      bucket("a", { id: "second" }),
      bucket("a", { id: "first", delete: true, dependencies: [] }),
    ]);
    assert.deepEqual(changes, [
      `${urnOf("a")} is there twice: the earlier one is marked for deletion`,
      `${urnOf("a")}: its dependency ${urnOf("gone")} is missing and is no longer referred to`,
      "resources are put in order",
    ]);
  });

  it("given a whole deployment, when repaired, then nothing changes", () => {
    const whole = { resources: [rootResource(), bucket("a")], pendingOperations: [] };

    assert.deepEqual(repair(whole), { deployment: whole, changes: [] });
  });
});
