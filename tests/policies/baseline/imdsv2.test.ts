import assert from "node:assert/strict";
import { imdsv2 } from "../../../policies/baseline/rules/imdsv2";
import {
  prove,
  ref,
  remedied,
  resource,
  set,
  unknown,
  unset,
  type World,
  withOptions,
} from "../../helpers/policy";

const options = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };
const template = resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { metadataOptions: options });
const world: World = [
  template,
  resource("aws:ec2/launchConfiguration:LaunchConfiguration", "configuration", {
    metadataOptions: { httpTokens: "required" },
  }),
  resource("aws:ec2/instance:Instance", "machine", {
    metadataOptions: { httpTokens: "required" },
  }),
];
const missing = 'metadataOptions.httpTokens is missing, expected "required"';

prove(imdsv2, {
  compliant: world,
  alsoCompliant: {
    "an instance that leaves it to its template": [
      template,
      resource("aws:ec2/instance:Instance", "machine", { launchTemplate: { id: ref("template") } }),
    ],
    "metadata that is off": [
      resource("aws:ec2/instance:Instance", "machine", { metadataOptions: { httpEndpoint: "disabled" } }),
    ],
    "containers, by a tag, a hop further away": [
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        metadataOptions: { ...options, httpPutResponseHopLimit: 2 },
        tags: { "kubernetes.io/cluster/main": "owned" },
      }),
    ],
    "containers, by a tag of the provider": withOptions(
      set([template], "template", "metadataOptions.httpPutResponseHopLimit", 2),
      "template",
      { defaultTags: { containers: "true" } },
    ),
  },
  mutants: [
    {
      given: "a template that takes requests without a token",
      change: (all) => set(all, "template", "metadataOptions.httpTokens", "optional"),
      told: { template: 'metadataOptions.httpTokens is "optional", expected "required"' },
    },
    {
      given: "a template that says nothing",
      change: (all) => unset(all, "template", "metadataOptions"),
      told: { template: missing },
    },
    {
      given: "a launch configuration that says nothing",
      change: (all) => unset(all, "configuration", "metadataOptions"),
      told: { configuration: missing },
    },
    {
      given: "an instance that says nothing",
      change: (all) => unset(all, "machine", "metadataOptions"),
      told: { machine: missing },
    },
    {
      given: "an instance that overrules its template",
      change: (all) =>
        set(set(all, "machine", "launchTemplate", { id: ref("template") }), "machine", "metadataOptions", {
          httpTokens: "optional",
        }),
      told: { machine: 'metadataOptions.httpTokens is "optional", expected "required"' },
    },
    {
      given: "a request for a spot instance that says nothing",
      change: () => [resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot", {})],
      told: { spot: missing },
    },
    {
      given: "a hop too many",
      change: (all) => set(all, "template", "metadataOptions.httpPutResponseHopLimit", 2),
      told: { template: "metadataOptions.httpPutResponseHopLimit is 2, expected 1 to 1" },
    },
    {
      given: "a hop too many for containers",
      change: (all) =>
        set(set(all, "template", "metadataOptions.httpPutResponseHopLimit", 3), "template", "tags", {
          containers: "yes",
        }),
      told: { template: "metadataOptions.httpPutResponseHopLimit is 3, expected 1 to 2" },
    },
    {
      given: "containers that the settings do not know",
      settings: { containerTags: ["docker"] },
      change: (all) =>
        set(set(all, "template", "metadataOptions.httpPutResponseHopLimit", 2), "template", "tags", {
          containers: "yes",
        }),
      told: { template: "metadataOptions.httpPutResponseHopLimit is 2, expected 1 to 1" },
    },
  ],
});

describe("the remedy of imdsv2", () => {
  it("given a template, when put right, then tokens are demanded, hops cut, and all else stays", () => {
    const loose = set(world, "template", "metadataOptions", {
      httpEndpoint: "enabled",
      httpTokens: "optional",
      httpPutResponseHopLimit: 4,
      instanceMetadataTags: "enabled",
    });
    assert.deepEqual(remedied(imdsv2, loose, "template"), {
      metadataOptions: { ...options, instanceMetadataTags: "enabled" },
    });
  });

  it("given nothing about metadata, when put right, then it is asked for with tokens", () => {
    assert.deepEqual(remedied(imdsv2, unset(world, "machine", "metadataOptions"), "machine"), {
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    });
  });

  it("given what complies, leaves it to its template, or is off, when put right, then it is left alone", () => {
    assert.equal(remedied(imdsv2, world, "template"), undefined);
    const left = [
      template,
      resource("aws:ec2/instance:Instance", "machine", { launchTemplate: { id: "lt-1" } }),
    ];
    assert.equal(remedied(imdsv2, left, "machine"), undefined);
    const off = set(world, "machine", "metadataOptions", { httpEndpoint: "disabled" });
    assert.equal(remedied(imdsv2, off, "machine"), undefined);
  });

  it("given what is not known yet, when put right, then it stays", () => {
    const hidden = set(world, "machine", "metadataOptions.httpTokens", unknown);
    assert.equal(remedied(imdsv2, hidden, "machine", { when: "preview" }), undefined);
  });
});
