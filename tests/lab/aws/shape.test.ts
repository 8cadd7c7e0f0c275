import * as assert from "node:assert/strict";
import { UNKNOWN_VALUE } from "../../../common/special-values";
import type { Declaration } from "../../../lab/aws/declaration";
import { findDifferences } from "../../../lab/aws/diff";
import { addFault, applyFaults, listFaults, removeFaults } from "../../../lab/aws/faults";
import { createIdentity } from "../../../lab/aws/identity";
import { MemoryStore } from "../../../lab/aws/memory-store";
import { createName, createPrefixedName } from "../../../lab/aws/naming";
import { normalizeInputs } from "../../../lab/aws/normalize-inputs";
import { Random } from "../../../lab/aws/random";
import { takeToken } from "../../../lab/aws/rate-limits";
import { mergeTags } from "../../../lab/aws/tags";

const declaration: Declaration = {
  token: "aws:sns/topic:Topic",
  inputs: {
    name: { type: "string" },
    policy: { type: "json" },
    port: { type: "number" },
    open: { type: "boolean" },
    tags: { type: { map: "string" } },
    rules: { type: { list: { object: "x.Rule" } } },
  },
  outputs: {},
  inputObjects: {
    "x.Rule": { id: { type: "string", required: true, replaces: true }, days: { type: "number" } },
  },
  outputObjects: {},
};

describe("shaped", () => {
  it("given texts that spell numbers and booleans, when shaped, then they become such", () => {
    assert.deepEqual(normalizeInputs({ port: "80", open: "true", name: 5 }, declaration), {
      inputs: { port: 80, open: true, name: "5" },
      failures: [],
    });
  });

  it("given a policy as an object, when shaped, then it is text with ordered keys", () => {
    assert.equal(
      normalizeInputs({ policy: { b: 1, a: [{ d: 1, c: 2 }] } }, declaration).inputs["policy"],
      '{"a":[{"c":2,"d":1}],"b":1}',
    );
    assert.equal(
      normalizeInputs({ policy: { a: UNKNOWN_VALUE } }, declaration).inputs["policy"],
      UNKNOWN_VALUE,
    );
  });

  it("given nulls, when shaped, then they are absent", () => {
    assert.deepEqual(normalizeInputs({ name: null, tags: { a: null, b: "1" } }, declaration).inputs, {
      tags: { b: "1" },
    });
  });

  it("given nested faults, when shaped, then each has its path", () => {
    const { failures } = normalizeInputs(
      { rules: [{ days: 1 }, { id: "a", dasy: 2 }], tags: "x" },
      declaration,
    );

    assert.deepEqual(
      failures.map(({ property }) => property),
      ["rules[0].id", "rules[1].dasy", "tags"],
    );
  });

  it("given unknowns, when shaped, then they pass", () => {
    assert.deepEqual(
      normalizeInputs({ port: UNKNOWN_VALUE, rules: UNKNOWN_VALUE, tags: UNKNOWN_VALUE }, declaration)
        .failures,
      [],
    );
  });
});

describe("differences", () => {
  const rules = { declaration, rules: undefined, nameProperty: "name" };

  it("given a documented immutable member of a list, when it changes, then it replaces", () => {
    assert.deepEqual(
      findDifferences({ rules: [{ id: "a", days: 1 }] }, { rules: [{ id: "b", days: 2 }] }, rules),
      [
        { path: "rules[0].days", kind: "update", replaces: false },
        { path: "rules[0].id", kind: "update", replaces: true },
      ],
    );
  });

  it("given rules that name the immutable inputs, when others change, then documentation does not count", () => {
    const own = { ...rules, rules: { immutable: ["rules[*].days"] } };

    assert.deepEqual(
      findDifferences({ rules: [{ id: "a", days: 1 }] }, { rules: [{ id: "b", days: 2 }] }, own),
      [
        { path: "rules[0].days", kind: "update", replaces: true },
        { path: "rules[0].id", kind: "update", replaces: false },
      ],
    );
  });

  it("given keys with dots, when they differ, then the path quotes them, and can be ignored", () => {
    const found = findDifferences({ tags: { "a.b": "1" } }, { tags: { "a.b": "2" } }, rules);

    assert.deepEqual(
      found.map(({ path }) => path),
      ['tags["a.b"]'],
    );
    assert.deepEqual(
      findDifferences({ tags: { "a.b": "1" } }, { tags: { "a.b": "2" } }, rules, ['tags["a.b"]']),
      [],
    );
  });
});

describe("physicalName", () => {
  const request = {
    logicalName: "a-very-long-logical-name-of-a-load-balancer",
    inputs: {},
    random: "0123abc",
  };

  it("given a longest name, when made, then the logical part is cut", () => {
    assert.equal(
      createName({ property: "name", maxLength: 32 }, request),
      "a-very-long-logical-name-0123abc",
    );
  });

  it("given a suffix, when made, then it is at the end and counted", () => {
    const rule = { property: "name", maxLength: 20, suffix: () => ".fifo" };

    assert.equal(createName(rule, request), "a-very--0123abc.fifo");
  });

  it("given a prefix only, when named, then 18 digits of time and 8 of a count follow", () => {
    assert.equal(
      createPrefixedName("tide-", Date.UTC(2026, 0, 2, 3, 4, 5, 6), "1f"),
      "tide-2026010203040500600000001f",
    );
  });
});

describe("identityOf", () => {
  const at = (region: string, partition: "aws" | "aws-cn") => ({
    partition,
    region,
    account: "123456789012",
    name: "tide",
    named: true,
    inputs: {},
    random: new Random("seed"),
  });

  it("given types of several services, when identified, then ARNs have their partition, region and form", () => {
    const eu = at("eu-west-1", "aws");
    const cn = at("cn-north-1", "aws-cn");

    assert.deepEqual(createIdentity("aws:s3/bucket:Bucket", false, cn), {
      id: "tide",
      arn: "arn:aws-cn:s3:::tide",
    });
    assert.equal(createIdentity("aws:iam/role:Role", true, eu).arn, "arn:aws:iam::123456789012:role/tide");
    assert.equal(
      createIdentity("aws:sqs/queue:Queue", false, cn).id,
      "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/tide",
    );
    assert.match(
      createIdentity("aws:ec2/vpc:Vpc", false, eu).arn,
      /^arn:aws:ec2:eu-west-1:123456789012:vpc\/vpc-[0-9a-f]{17}$/,
    );
    assert.equal(
      createIdentity("aws:glue/job:Job", false, eu).arn,
      "arn:aws:glue:eu-west-1:123456789012:job/tide",
    );
  });

  it("given one seed, when identified twice, then ids are the same", () => {
    const first = createIdentity("aws:ec2/vpc:Vpc", false, at("eu-west-1", "aws"));

    assert.deepEqual(createIdentity("aws:ec2/vpc:Vpc", false, at("eu-west-1", "aws")), first);
  });
});

describe("allTags", () => {
  it("given defaults, own tags and ignored keys, when merged, then own win and ignored ones are left out", () => {
    const settings = { defaultTags: { a: "d", b: "d" }, ignoreKeys: ["x"], ignoreKeyPrefixes: ["aws:"] };

    assert.deepEqual(mergeTags({ b: "own", x: "1", "aws:y": "2" }, settings), { a: "d", b: "own" });
    assert.equal(mergeTags(UNKNOWN_VALUE, settings), UNKNOWN_VALUE);
    assert.deepEqual(mergeTags(undefined, {}), {});
  });
});

describe("strike", () => {
  const request = {
    service: "s3",
    operation: "CreateBucket",
    region: "eu-west-1",
    account: "1",
    resources: ["logs", "logs-1"],
  };

  it("given a fault for two times, when struck thrice, then the third passes and the fault is gone", () => {
    const store = new MemoryStore();
    addFault(store, { match: { resource: "log*" }, effect: { kind: "throttle" }, times: 2 });

    assert.deepEqual(
      [1, 2, 3].map(() => applyFaults(store, request).length),
      [1, 1, 0],
    );
    assert.deepEqual(listFaults(store), []);
  });

  it("given faults for another service, region or operation, when struck, then nothing happens", () => {
    const store = new MemoryStore();
    for (const match of [
      { service: "ec2" },
      { region: "us-east-1" },
      { operation: "DeleteBucket" },
      { account: "2" },
    ]) {
      addFault(store, { match, effect: { kind: "timeout" } });
    }

    assert.deepEqual(applyFaults(store, request), []);
    removeFaults(store);
    assert.deepEqual(listFaults(store), []);
  });

  it("given a chance of a half and a seed, when struck a thousand times, then about half, and the same ones again", () => {
    const struck = () => {
      const store = new MemoryStore();
      addFault(store, { match: {}, effect: { kind: "throttle" }, probability: 0.5, seed: 7 });
      return Array.from({ length: 1000 }, () => applyFaults(store, request).length);
    };
    const first = struck();
    const count = first.reduce((sum, one) => sum + one, 0);

    assert.ok(count > 430 && count < 570, `${count} of 1000`);
    assert.deepEqual(struck(), first);
  });

  it("given settings out of range, when added, then all faults of them are told", () => {
    assert.throws(
      () =>
        addFault(new MemoryStore(), { match: {}, effect: { kind: "throttle" }, times: 0, probability: 2 }),
      {
        message:
          "addFault: times is 0, expected a whole number from 1; probability is 2, expected above 0 and up to 1",
      },
    );
  });
});

describe("takeRate", () => {
  it("given five requests a second for Route 53 whatever the region, when a sixth comes, then it waits its turn", () => {
    const store = new MemoryStore();
    const clock = store.clock as unknown as { advance(ms: number): void };
    const ask = (region: string) =>
      takeToken(store, {
        service: "route53",
        operation: "CreateHealthCheck",
        region,
        account: "1",
        resources: [],
      });

    assert.deepEqual(["a", "b", "c", "d", "e", "f"].map(ask), [true, true, true, true, true, false]);
    clock.advance(200);
    assert.deepEqual([ask("a"), ask("a")], [true, false]);
  });
});
