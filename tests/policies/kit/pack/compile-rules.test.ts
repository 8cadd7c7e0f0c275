import assert from "node:assert/strict";
import type { Policies, StackValidation } from "@pulumi/policy";
import { mustBeSet, resourceRule, stackRule } from "../../../../policies/kit";
import { compileRules } from "../../../../policies/kit/pack/compile-rules";
import {
  argsOf,
  type EvaluationOptions,
  evaluateRules,
  type Fixtures,
  ref,
  remediate,
  resource,
  stackArgsOf,
  unknown,
} from "../../../helpers/policy";

const info = {
  title: "A rule",
  description: "It holds.",
  level: "mandatory",
  severity: "high",
  tags: ["test"],
  remediationSteps: "Put it right.",
  url: "https://docs.aws.amazon.com/",
} as const;

const QUEUE = "aws:sqs/queue:Queue";
const keyed = resourceRule({
  ...info,
  name: "keyed",
  types: [QUEUE],
  checks: { key: (queue) => mustBeSet(queue, "kmsMasterKeyId", "a key") },
});
const counted = stackRule<{ readonly most: number }>({
  ...info,
  name: "counted",
  settings: { most: { type: "integer", default: 1, description: "Most queues." } },
  types: [QUEUE],
  checks: { name: (queue) => (queue.string("name") === "bad" ? "name is bad" : undefined) },
  stackChecks: {
    count: ({ stack, settings }) => {
      const count = stack.ofTypes([QUEUE]).length;
      return count > settings.most ? `there are ${count} queues, expected ${settings.most}` : undefined;
    },
  },
});
const calm = stackRule({
  ...info,
  name: "calm",
  level: "advisory",
  types: [QUEUE],
  checks: counted.checks ?? {},
});

function messages(world: Fixtures, options: EvaluationOptions = {}): readonly string[] {
  return evaluateRules([keyed, counted, calm], world, options).map(
    ({ policy, level, resource: about, message }) => `${level} ${policy} ${about}: ${message}`,
  );
}

const good = resource(QUEUE, "jobs", { kmsMasterKeyId: "alias/example" });

describe("compile", () => {
  it("given what complies, when judged, then nothing is said", () => {
    assert.deepEqual(messages([good]), []);
  });

  it("given a value from another resource, when a preview asks whether it is set, then the graph decides", () => {
    const world = [
      resource("aws:kms/key:Key", "key", {}),
      resource(QUEUE, "jobs", { kmsMasterKeyId: ref("key") }),
    ];

    assert.deepEqual(messages(world), []);
  });

  it("given a value from nowhere, when a preview asks whether it is set, then it is a violation", () => {
    assert.deepEqual(messages([resource(QUEUE, "jobs", { kmsMasterKeyId: unknown })]), [
      "mandatory keyed jobs: jobs: key cannot be decided, since kmsMasterKeyId is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
    ]);
  });

  it("given onUnknown, when a value is not known, then it is told or counted by the pack's own policy", () => {
    const world = [resource(QUEUE, "jobs", { kmsMasterKeyId: unknown })];

    assert.deepEqual(messages(world, { settings: { keyed: { onUnknown: "warn" } } }), [
      "advisory pack-self-checks jobs: keyed: jobs: key cannot be decided, since kmsMasterKeyId is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
    ]);
    assert.deepEqual(messages(world, { settings: { keyed: { onUnknown: "ignore" } } }), [
      "advisory pack-self-checks dev: keyed: undecided and ignored: 1 check",
    ]);
  });

  it("given an advisory rule, when a value is not known, then it is told and does not fail", () => {
    const found = messages([resource(QUEUE, "jobs", { kmsMasterKeyId: "alias/example", name: unknown })]);

    assert.deepEqual(
      found.map((line) => line.split(",")[0]),
      [
        "mandatory counted jobs: jobs: name cannot be decided",
        "advisory pack-self-checks jobs: calm: jobs: name cannot be decided",
      ],
    );
  });

  it("given settings, when judged, then they stand over the defaults", () => {
    const two = [good, { ...good, name: "more" }];

    assert.deepEqual(messages(two), ["mandatory counted dev: there are 2 queues, expected 1"]);
    assert.deepEqual(messages(two, { settings: { counted: { most: 2 } } }), []);
  });

  it("given stacks that a rule speaks of, when another is judged, then it says nothing", () => {
    const bad = [resource(QUEUE, "jobs", { name: "bad" })];
    const settings = {
      keyed: { stacks: ["prod-.*"] },
      counted: { stacks: ["prod"] },
      calm: { stacks: ["de"] },
    };

    assert.deepEqual(messages(bad, { settings }), []);
    assert.equal(messages(bad, { settings, stack: "prod" }).length, 1);
  });

  it("given the recording switched off, when judged, then rules about the stack look for themselves", () => {
    const disabled = ["recorded-inputs"];

    assert.deepEqual(messages([resource(QUEUE, "jobs", { name: "bad" })], { disabled }), [
      "mandatory keyed jobs: jobs: kmsMasterKeyId is missing, expected a key",
      "mandatory counted jobs: jobs: name is bad",
      "advisory calm jobs: jobs: name is bad",
    ]);
  });

  it("given a rule that breaks, when judged, then its error comes out and is not a pass", () => {
    const broken = stackRule({
      ...info,
      name: "broken",
      types: [QUEUE],
      checks: {
        all: () => {
          throw new TypeError("no such thing");
        },
      },
    });

    assert.throws(() => evaluateRules([broken], [good]), new TypeError("no such thing"));
  });
});

describe("compile, asked about several resources at a time", () => {
  const environment = () => ({ stackName: "dev", isPreview: true, now: new Date("2026-01-15T12:00:00Z") });
  const world = [resource(QUEUE, "one", {}), resource(QUEUE, "other", {}), good];
  const lacks = (name: string): string => `${name}: kmsMasterKeyId is missing, expected a key`;

  /** Asks one policy about a resource, if it shows that it has something to say of any. */
  function ask(
    policies: ReturnType<typeof compileRules>,
    index: number,
    name: string,
  ): readonly string[] | "idle" {
    const policy = policies[index];
    const validate = policy && "validateResource" in policy ? policy.validateResource : undefined;
    if (typeof validate !== "function") return "idle";
    const told: string[] = [];
    assert.equal(
      validate(argsOf(world, name), (message) => told.push(message)),
      undefined,
    );
    return told;
  }

  it("given resources that are recorded before a rule's first call, when it is called, then it has looked at each once", () => {
    const policies = compileRules([keyed], { environment });
    ask(policies, 0, "one");
    ask(policies, 0, "other");

    assert.deepEqual(ask(policies, 1, "one"), [lacks("one")]);
    assert.deepEqual(ask(policies, 1, "other"), [lacks("other")]);
    assert.equal(ask(policies, 1, "one"), "idle");
  });

  it("given a rule that has something to say of one resource, when asked about another, then it says nothing of that", () => {
    const policies = compileRules([keyed], { environment });
    ask(policies, 0, "jobs");
    ask(policies, 1, "jobs");
    ask(policies, 0, "one");
    ask(policies, 0, "jobs");

    assert.deepEqual(ask(policies, 1, "jobs"), []);
    assert.deepEqual(ask(policies, 1, "one"), [lacks("one")]);
    assert.equal(ask(policies, 1, "one"), "idle");
  });

  it("given a rule about a resource that breaks, when asked, then its error comes out", () => {
    const broken = resourceRule({
      ...info,
      name: "broken",
      types: [QUEUE],
      checks: {
        all: () => {
          throw new TypeError("no such thing");
        },
      },
    });
    const policies = compileRules([broken], { environment });
    for (const name of ["one", "other"]) {
      ask(policies, 0, name);
      assert.throws(() => ask(policies, 1, name), new TypeError("no such thing"));
    }
  });
});

describe("compile, gone through by the SDK", () => {
  const environment = () => ({ stackName: "dev", isPreview: true, now: new Date("2026-01-15T12:00:00Z") });
  const world = [resource(QUEUE, "one", {}), good];
  const names = (policies: Iterable<Policies[number]>): readonly string[] =>
    [...policies].map(({ name }) => name);

  /** What the SDK meets after the first policy, when it has the first one do something. */
  function met(policies: Policies, first: (policy: Policies[number]) => void): Policies {
    const way = policies[Symbol.iterator]();
    first(way.next().value as Policies[number]);
    return [...way];
  }

  function look(name: string) {
    return (policy: Policies[number]): void => {
      assert.ok("validateResource" in policy && typeof policy.validateResource === "function");
      const told = policy.validateResource(argsOf(world, name), () => assert.fail("it reports nothing"));
      assert.equal(told, undefined);
    };
  }

  it("given a resource that is asked about, then it meets the policies that have something to say, and at first all", () => {
    const policies = compileRules([keyed, counted, calm], { environment });
    const first = met(policies, look("jobs"));
    assert.deepEqual(names(first), ["keyed", "counted", "calm"]);
    for (const policy of first) if ("validateResource" in policy) look("jobs")(policy);

    assert.deepEqual(names(met(policies, look("jobs"))), []);
    assert.deepEqual(names(met(policies, look("one"))), ["keyed"]);
  });

  it("given anything else that it does, then it meets all", () => {
    const policies = compileRules([keyed, counted], { environment });
    const all = ["keyed", "counted", "pack-self-checks"];
    met(policies, look("jobs"));

    assert.deepEqual(names(policies), ["recorded-inputs", ...all]);
    const stack = met(policies, (policy) => {
      assert.ok("validateStack" in policy && typeof policy.validateStack === "function");
      const told = policy.validateStack(stackArgsOf(world), () => assert.fail("it reports nothing"));
      assert.equal(told, undefined);
    });
    assert.deepEqual(names(stack), all);
  });
});

describe("compile, asked about the stack", () => {
  it("given a rule that was not called before, when asked once the stack has been looked at, then it looks at all of it", async () => {
    const world = [{ ...good, inputs: { ...good.inputs, name: "bad" } }];
    const [recorder, rule] = compileRules([counted]);
    assert.ok(recorder && "validateResource" in recorder && "validateStack" in recorder && rule);
    assert.ok(typeof recorder.validateResource === "function");
    const report = (): void => assert.fail("the recorder reports nothing");
    await recorder.validateResource(argsOf(world, "jobs"), report);
    await (recorder.validateStack as StackValidation)(stackArgsOf(world), report);

    const told: string[] = [];
    assert.ok("validateStack" in rule && typeof rule.validateStack === "function");
    await rule.validateStack({ ...stackArgsOf(world), resources: [] }, (message) => told.push(message));

    assert.deepEqual(told, ["jobs: name is bad"]);
  });
});

describe("remedies", () => {
  const healed = resourceRule({
    ...info,
    name: "healed",
    types: [QUEUE],
    checks: { key: (queue) => mustBeSet(queue, "kmsMasterKeyId", "a key") },
    remediation: (inputs) => {
      inputs["kmsMasterKeyId"] = "alias/example";
      return true;
    },
  });
  const world = [resource(QUEUE, "jobs", {}), resource("aws:kms/key:Key", "key", {})];

  it("given stacks that a rule speaks of, when it is to put right a resource of another, then it leaves it alone", () => {
    const settings = (stacks: readonly string[]) => ({ settings: { healed: { stacks } } });
    assert.deepEqual(remediate(healed, world, "jobs", settings(["dev"])), {
      kmsMasterKeyId: "alias/example",
    });
    assert.equal(remediate(healed, world, "jobs", settings(["prod"])), undefined);
  });
});

describe("exemptions", () => {
  const bad = [resource(QUEUE, "jobs", { name: "bad" })];
  const exempt = (...list: readonly Readonly<Record<string, unknown>>[]): EvaluationOptions => ({
    settings: Object.fromEntries(["keyed", "counted", "calm"].map((rule) => [rule, { exempt: list }])),
    disabled: ["calm"],
  });
  const reason = "moved in the next quarter";

  it("given a resource by its name or URN, when judged, then it is left alone", () => {
    assert.deepEqual(messages(bad, exempt({ match: "jobs", reason })), []);
    assert.deepEqual(messages(bad, exempt({ match: "urn:.*::jobs", reason, expires: "2026-01-15" })), []);
  });

  it("given a part of a name, when judged, then it exempts nothing, and that is told", () => {
    const found = messages(bad, exempt({ match: "job", reason }));

    assert.equal(found.filter((line) => line.startsWith("mandatory")).length, 2);
    assert.deepEqual(
      found.filter((line) => line.includes("self")),
      [
        `advisory pack-self-checks dev: keyed: the exemption "job" (${reason}) exempts nothing; remove it`,
        `advisory pack-self-checks dev: counted: the exemption "job" (${reason}) exempts nothing; remove it`,
      ],
    );
  });

  it("given an exemption that has expired, when judged, then the violation stands and the exemption is one too", () => {
    const ended = `jobs: the exemption "jobs" expired on 2026-01-14 (${reason}); renew it or remove it`;

    assert.deepEqual(messages(bad, exempt({ match: "jobs", reason, expires: "2026-01-14" })), [
      "mandatory keyed jobs: jobs: kmsMasterKeyId is missing, expected a key",
      `mandatory keyed jobs: ${ended}`,
      "mandatory counted jobs: jobs: name is bad",
      `mandatory counted jobs: ${ended}`,
    ]);
  });

  it("given an exemption that has expired of what complies by now, when judged, then it is a violation", () => {
    const found = messages([good], exempt({ match: "jobs", reason, expires: "2025-12-31" }));

    assert.deepEqual(
      found.map((line) => line.split(" (")[0]),
      ["keyed", "counted"].map(
        (rule) => `mandatory ${rule} jobs: jobs: the exemption "jobs" expired on 2025-12-31`,
      ),
    );
  });

  it("given the stack's name, when what is wrong is the stack's, then it is left alone", () => {
    const two = [good, { ...good, name: "more" }];
    const settings = { counted: { exempt: [{ match: "dev", reason }] } };

    assert.deepEqual(messages(two, { settings }), []);
  });

  it("given exemptions of other stacks, when judged, then they are neither used nor missed", () => {
    const found = messages(bad, exempt({ match: "jobs", reason, stacks: ["prod"] }));

    assert.deepEqual(
      found.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["mandatory keyed", "mandatory counted"],
    );
  });

  it("given expressions that cannot be read, when judged, then each is named, and the rule does not fall silent", () => {
    const patterned = resourceRule({
      ...info,
      name: "keyed",
      types: [QUEUE],
      checks: { key: (queue) => mustBeSet(queue, "kmsMasterKeyId", "a key") },
      settings: {
        except: {
          type: "array",
          items: { type: "string", format: "regex" },
          default: [],
          description: "Of no use.",
        },
      },
    });
    const settings = {
      keyed: { except: ["ok", "["], stacks: ["dev("], exempt: [{ match: "(", reason, stacks: ["*"] }] },
    };
    assert.throws(
      () => evaluateRules([patterned], bad, { settings }),
      new Error(
        'keyed: except[1] is "[", expected a regular expression; keyed: exempt[0].match is "(", expected a regular expression; keyed: exempt[0].stacks[0] is "*", expected a regular expression; keyed: stacks[0] is "dev(", expected a regular expression',
      ),
    );
  });

  it("given a day that the calendar does not have, when judged, then the error names it", () => {
    assert.throws(
      () => messages(bad, exempt({ match: "jobs", reason, expires: "2026-02-31" })),
      new Error('keyed: exempt "jobs": expires is "2026-02-31", expected a day'),
    );
  });
});
