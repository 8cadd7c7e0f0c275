import assert from "node:assert/strict";
import type { Declaration, PropertyDeclarations } from "../../../lab/aws/declaration";
import type { ResourceType, TypeFacts } from "../../../lab/aws/resource-type";
import {
  duplicateErrorCodeOf,
  identityFormsOf,
  isGlobal,
  isImmutable,
  namePropertyOf,
  nameRuleOf,
  operationOf,
  type SimulatedType,
  serviceOf,
} from "../../../lab/aws/simulated-type";

/** A type with a row in type-facts.ts. */
const QUEUE = "aws:sqs/queue:Queue";
/** A type without a row. */
const JOB = "aws:glue/job:Job";

const INPUTS: PropertyDeclarations = {
  name: { type: "string" },
  region: { type: "string" },
  kind: { type: "string", replaces: true },
  fifoQueue: { type: "boolean" },
  size: { type: "number" },
};

function simulatedType(
  token: string,
  file?: TypeFacts & Partial<ResourceType>,
  inputs = INPUTS,
): SimulatedType {
  const declaration: Declaration = {
    token,
    inputs,
    outputs: { name: { type: "string", required: true } },
    inputObjects: {},
    outputObjects: {},
  };
  return { declaration, rules: file && { type: token, service: "own", ...file } };
}

const immutableInputs = (type: SimulatedType) =>
  Object.keys(type.declaration.inputs).filter((input) => isImmutable(type, input));

describe("sources of the facts of a type", () => {
  it("takes each fact from the type's own file first, in spite of a row", () => {
    const own = simulatedType(QUEUE, {
      id: "own-id",
      arn: "own-arn",
      name: { property: "size" },
      immutable: ["size"],
      api: { create: "CreateOwn" },
    });

    assert.deepEqual(identityFormsOf(own, true), { id: "own-id", arn: "own-arn" });
    assert.equal(namePropertyOf(own), "size");
    assert.deepEqual(immutableInputs(own), ["region", "size"]);
    assert.equal(operationOf(own, "create"), "CreateOwn");
    assert.equal(serviceOf(own), "own");
    assert.equal(duplicateErrorCodeOf(own), "ResourceAlreadyExistsException");
  });

  it("reads no row of a type that has a file, even for facts that the file leaves out", () => {
    const own = simulatedType(QUEUE, {});

    assert.deepEqual(identityFormsOf(own, true), {
      id: "{name}",
      arn: "arn:{partition}:sqs:{region}:{account}:queue/{id}",
    });
    assert.deepEqual(nameRuleOf(own), { property: "name" });
    assert.deepEqual(immutableInputs(own), ["name", "region", "kind"]);
  });

  it("takes the row of a type without a file before declaration and generic form", () => {
    const queue = simulatedType(QUEUE);

    assert.equal(identityFormsOf(queue, true).id, "https://sqs.{region}.{dns}/{account}/{name}");
    assert.equal(nameRuleOf(queue)?.suffix?.({ fifoQueue: true }), ".fifo");
    assert.deepEqual(immutableInputs(queue), ["name", "region", "kind", "fifoQueue"]);
    assert.equal(duplicateErrorCodeOf(queue), undefined);
  });

  it("takes name, immutable inputs and scope from the declaration of a type without file and row", () => {
    const { region: _, ...global } = INPUTS;
    const { name: __, ...unnamed } = INPUTS;

    assert.deepEqual(nameRuleOf(simulatedType(JOB)), { property: "name" });
    assert.deepEqual(immutableInputs(simulatedType(JOB)), ["name", "region", "kind"]);
    assert.equal(isGlobal(simulatedType(JOB)), false);
    assert.equal(isGlobal(simulatedType(JOB, undefined, global)), true);
    assert.equal(namePropertyOf(simulatedType(JOB, undefined, unnamed)), undefined);
  });

  it("falls back to the generic form of ids, ARNs, operations and services", () => {
    const { region: _, ...global } = INPUTS;
    const job = simulatedType(JOB);

    assert.deepEqual(identityFormsOf(job, true), {
      id: "{name}",
      arn: "arn:{partition}:glue:{region}:{account}:job/{id}",
    });
    assert.deepEqual(identityFormsOf(simulatedType(JOB, undefined, global), false), {
      id: "job-{hex17}",
      arn: "arn:{partition}:glue::{account}:job/{id}",
    });
    assert.equal(operationOf(job, "create"), "CreateJob");
    assert.equal(serviceOf(job), "glue");
    assert.equal(duplicateErrorCodeOf(job), "ResourceAlreadyExistsException");
  });
});

describe("isImmutable", () => {
  it("lets the mutable inputs of a file win over documentation and name", () => {
    const own = simulatedType(JOB, { mutable: ["kind", "name"] });

    assert.deepEqual(immutableInputs(own), ["region"]);
  });

  it("replaces when the region changes, whatever the file lists", () => {
    assert.equal(isImmutable(simulatedType(JOB, { immutable: [] }), "region"), true);
  });

  it("matches any index of a list", () => {
    const own = simulatedType(JOB, { immutable: ["rules[*].id"] });

    assert.deepEqual(
      ["rules[0].id", "rules[12].id", "rules[0].days"].map((path) => isImmutable(own, path)),
      [true, true, false],
    );
  });
});

describe("nameRuleOf", () => {
  it("gives no name to a type whose file says none, nor where the program must give it", () => {
    const requiredName: PropertyDeclarations = { ...INPUTS, name: { type: "string", required: true } };

    assert.equal(nameRuleOf(simulatedType(JOB, { name: "none" })), undefined);
    assert.equal(nameRuleOf(simulatedType(JOB, undefined, requiredName)), undefined);
    assert.equal(namePropertyOf(simulatedType(JOB, undefined, requiredName)), "name");
  });
});

describe("namePropertyOf", () => {
  for (const property of [
    "bucket",
    "dashboardName",
    "alarmName",
    "clusterIdentifier",
    "identifier",
    "domainName",
  ])
    it(`finds the name in ${property}`, () => {
      const inputs: PropertyDeclarations = { other: { type: "string" }, [property]: { type: "string" } };

      assert.equal(namePropertyOf(simulatedType(JOB, undefined, inputs)), property);
    });
});

describe("duplicateErrorCodeOf", () => {
  it("is undefined for an operation that puts", () => {
    assert.equal(duplicateErrorCodeOf(simulatedType(JOB, { api: { create: "PutJob" } })), undefined);
  });
});
