import assert from "node:assert/strict";
import { dynamodbGlobalComplete } from "../../../policies/multi-region/rules/dynamodb-global-complete";
import {
  derivedFrom,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

const REPLICA = "aws:dynamodb/tableReplica:TableReplica";
const table = (name: string, inputs: Readonly<Record<string, unknown>>, options = {}) =>
  resource("aws:dynamodb/table:Table", name, inputs, options);

const GLOBAL = {
  billingMode: "PAY_PER_REQUEST",
  streamEnabled: true,
  streamViewType: "NEW_AND_OLD_IMAGES",
  pointInTimeRecovery: { enabled: true },
};
const REGIONS = ["eu-west-1", "us-east-1", "us-west-2"];
const fixtures = [
  table("orders", {
    ...GLOBAL,
    replicas: [
      { regionName: "us-east-1", pointInTimeRecovery: true },
      { regionName: "us-west-2", pointInTimeRecovery: true },
    ],
  }),
  table("carts", GLOBAL),
  ...["us-east-1", "us-west-2"].map((region) =>
    resource(
      REPLICA,
      `carts-${region}`,
      { globalTableArn: ref("carts", "arn"), pointInTimeRecovery: true },
      { region },
    ),
  ),
];
const scaled = (resourceId: unknown) => [
  ...setInput(setInput(fixtures, "orders", "billingMode", undefined), "orders", "name", "orders-of-example"),
  resource("aws:appautoscaling/target:Target", "reads", {
    serviceNamespace: "dynamodb",
    scalableDimension: "dynamodb:table:ReadCapacityUnits",
    resourceId: "table/orders-of-example",
  }),
  resource("aws:appautoscaling/target:Target", "writes", {
    serviceNamespace: "dynamodb",
    scalableDimension: "dynamodb:table:WriteCapacityUnits",
    resourceId,
  }),
];

prove(dynamodbGlobalComplete, {
  options: { regions: REGIONS },
  compliant: fixtures,
  alsoCompliant: {
    "writes that scale, by the graph": scaled(derivedFrom("table/orders-of-example", "orders")),
    "writes that scale, by name": scaled("table/orders-of-example"),
    "a table of one region": [table("sessions", {}), table("none", { replicas: [] })],
    "a table whose stream is read": [
      table("events", GLOBAL),
      resource("aws:lambda/eventSourceMapping:EventSourceMapping", "feed", {
        eventSourceArn: ref("events", "streamArn"),
        functionName: "reader",
      }),
      table("jobs", GLOBAL),
      resource("aws:pipes/pipe:Pipe", "pipe", { source: ref("jobs", "streamArn") }),
    ],
    "a table of its own in each region": REGIONS.map((region) =>
      table(`log-${region}`, GLOBAL, { region }),
    ).concat(
      REGIONS.slice(0, 2).map((region, index) =>
        table(`own-${index}`, { ...GLOBAL, name: "own" }, { region }),
      ),
    ),
    "strong consistency with a witness": [
      table("orders", {
        ...GLOBAL,
        streamEnabled: undefined,
        streamViewType: undefined,
        replicas: [{ regionName: "us-east-1", consistencyMode: "STRONG", pointInTimeRecovery: true }],
        globalTableWitness: { regionName: "us-west-2" },
      }),
    ],
    "a replica of another stack's table": [
      resource(
        REPLICA,
        "carts",
        {
          globalTableArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/carts",
          pointInTimeRecovery: true,
        },
        { region: "us-east-1" },
      ),
    ],
  },
  mutants: [
    {
      title: "no replica any more, though its stream is there for nothing else",
      change: (all) => unsetInput(all, "orders", "replicas"),
      messages: {
        orders: "it is in eu-west-1, expected also us-east-1, us-west-2; add a replicas entry for each",
      },
    },
    {
      title: "a region without replica",
      change: (before) => withoutResources(unsetInput(before, "orders", "replicas.1"), "carts-us-east-1"),
      messages: {
        orders: "it is in eu-west-1, us-east-1, expected also us-west-2; add a replicas entry for it",
        carts: "it is in eu-west-1, us-west-2, expected also us-east-1; add a replicas entry for it",
      },
    },
    {
      title: "a region outside the stack's regions",
      change: (before) =>
        setInput(before, "orders", "replicas.2", { regionName: "sa-east-1", pointInTimeRecovery: true }),
      messages: {
        orders: 'replicas.2.regionName is "sa-east-1", expected one of eu-west-1, us-east-1, us-west-2',
      },
    },
    {
      title: "a replica of its own region",
      change: (before) => setInput(before, "orders", "replicas.1.regionName", "eu-west-1"),
      options: { regions: [] },
      messages: {
        orders: 'replicas.1.regionName is "eu-west-1", expected another region than the table\'s own',
      },
    },
    {
      title: "a replica in its table's region",
      change: (before) => withOptions(before, "carts-us-east-1", { region: "eu-west-1" }),
      options: { regions: [] },
      messages: {
        "carts-us-east-1": 'its region is "eu-west-1", the same as that of carts, expected another region',
      },
    },
    {
      title: "a replica in the region of another stack's table",
      change: () => [
        resource(REPLICA, "carts", {
          globalTableArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/carts",
          pointInTimeRecovery: true,
        }),
      ],
      messages: {
        carts: 'its region is "eu-west-1", the same as that of its table, expected another region',
      },
    },
    {
      title: "a table that must be global and is not",
      change: (before) => [...before, table("sessions", { ...GLOBAL, name: "sessions-of-example" })],
      settings: { tables: ["sessions-.*"] },
      messages: {
        sessions: "it is in eu-west-1, expected also us-east-1, us-west-2; add a replicas entry for each",
      },
    },
    {
      title: "no stream",
      change: (before) => unsetInput(before, "orders", "streamEnabled"),
      messages: {
        orders: "streamEnabled is missing, expected true; global tables replicate through the stream",
      },
    },
    {
      title: "a stream of new images alone",
      change: (before) => setInput(before, "carts", "streamViewType", "NEW_IMAGE"),
      messages: { carts: 'streamViewType is "NEW_IMAGE", expected "NEW_AND_OLD_IMAGES"' },
    },
    {
      title: "no recovery of the table, of a replica, and of one apart",
      change: (before) =>
        setInput(
          unsetInput(
            unsetInput(before, "orders", "pointInTimeRecovery"),
            "orders",
            "replicas.1.pointInTimeRecovery",
          ),
          "carts-us-west-2",
          "pointInTimeRecovery",
          false,
        ),
      messages: {
        orders: [
          "pointInTimeRecovery.enabled is missing, expected true",
          "replicas.1.pointInTimeRecovery is missing, expected true",
        ],
        "carts-us-west-2": "pointInTimeRecovery is false, expected true",
      },
    },
    {
      title: "capacity that does not scale",
      change: () => withoutResources(scaled("table/orders-of-example"), "writes"),
      messages: {
        orders:
          'billingMode is missing, expected "PAY_PER_REQUEST", or an aws.appautoscaling.Target of its write capacity; each replica must handle the writes of all regions',
      },
    },
  ],
});

describe("the remediation of dynamodb-global-complete", () => {
  const open = setInput(
    unsetInput(fixtures, "orders", "pointInTimeRecovery"),
    "orders",
    "replicas.0.pointInTimeRecovery",
    false,
  );

  it("turns on point-in-time recovery of a table and its replicas, and changes nothing else", () => {
    assert.deepEqual(remediate(dynamodbGlobalComplete, open, "orders"), fixtures[0]?.inputs);
  });

  it("turns on point-in-time recovery of a separate replica", () => {
    const apart = unsetInput(fixtures, "carts-us-east-1", "pointInTimeRecovery");
    const after = remediate(dynamodbGlobalComplete, apart, "carts-us-east-1");

    assert.equal(after?.["pointInTimeRecovery"], true);
  });

  it("leaves compliant tables, single-region tables and unknown values alone", () => {
    const hidden = setInput(open, "orders", "replicas.1.pointInTimeRecovery", unknown);

    assert.equal(remediate(dynamodbGlobalComplete, fixtures, "orders"), undefined);
    assert.equal(remediate(dynamodbGlobalComplete, [table("sessions", {})], "sessions"), undefined);
    assert.equal(remediate(dynamodbGlobalComplete, hidden, "orders", { when: "preview" }), undefined);
  });
});
