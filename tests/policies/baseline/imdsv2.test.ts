import assert from "node:assert/strict";
import { imdsv2 } from "../../../policies/baseline/rules/imdsv2";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
} from "../../helpers/policy";

const options = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };
const template = resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { metadataOptions: options });
const world: Fixtures = [
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
      setInput([template], "template", "metadataOptions.httpPutResponseHopLimit", 2),
      "template",
      { defaultTags: { containers: "true" } },
    ),
  },
  mutants: [
    {
      title: "a template that takes requests without a token",
      change: (all) => setInput(all, "template", "metadataOptions.httpTokens", "optional"),
      messages: { template: 'metadataOptions.httpTokens is "optional", expected "required"' },
    },
    {
      title: "a template that says nothing",
      change: (all) => unsetInput(all, "template", "metadataOptions"),
      messages: { template: missing },
    },
    {
      title: "a launch configuration that says nothing",
      change: (all) => unsetInput(all, "configuration", "metadataOptions"),
      messages: { configuration: missing },
    },
    {
      title: "an instance that says nothing",
      change: (all) => unsetInput(all, "machine", "metadataOptions"),
      messages: { machine: missing },
    },
    {
      title: "an instance that overrules its template",
      change: (all) =>
        setInput(
          setInput(all, "machine", "launchTemplate", { id: ref("template") }),
          "machine",
          "metadataOptions",
          {
            httpTokens: "optional",
          },
        ),
      messages: { machine: 'metadataOptions.httpTokens is "optional", expected "required"' },
    },
    {
      title: "a request for a spot instance that says nothing",
      change: () => [resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot", {})],
      messages: { spot: missing },
    },
    {
      title: "a hop too many",
      change: (all) => setInput(all, "template", "metadataOptions.httpPutResponseHopLimit", 2),
      messages: { template: "metadataOptions.httpPutResponseHopLimit is 2, expected 1 to 1" },
    },
    {
      title: "a hop too many for containers",
      change: (all) =>
        setInput(
          setInput(all, "template", "metadataOptions.httpPutResponseHopLimit", 3),
          "template",
          "tags",
          {
            containers: "yes",
          },
        ),
      messages: { template: "metadataOptions.httpPutResponseHopLimit is 3, expected 1 to 2" },
    },
    {
      title: "containers that the settings do not know",
      settings: { containerTags: ["docker"] },
      change: (all) =>
        setInput(
          setInput(all, "template", "metadataOptions.httpPutResponseHopLimit", 2),
          "template",
          "tags",
          {
            containers: "yes",
          },
        ),
      messages: { template: "metadataOptions.httpPutResponseHopLimit is 2, expected 1 to 1" },
    },
  ],
});

describe("the remediation of imdsv2", () => {
  it("given a template, when put right, then tokens are demanded, hops cut, and all else stays", () => {
    const loose = setInput(world, "template", "metadataOptions", {
      httpEndpoint: "enabled",
      httpTokens: "optional",
      httpPutResponseHopLimit: 4,
      instanceMetadataTags: "enabled",
    });
    assert.deepEqual(remediate(imdsv2, loose, "template"), {
      metadataOptions: { ...options, instanceMetadataTags: "enabled" },
    });
  });

  it("given nothing about metadata, when put right, then it is asked for with tokens", () => {
    assert.deepEqual(remediate(imdsv2, unsetInput(world, "machine", "metadataOptions"), "machine"), {
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    });
  });

  it("given what complies, leaves it to its template, or is off, when put right, then it is left alone", () => {
    assert.equal(remediate(imdsv2, world, "template"), undefined);
    const left = [
      template,
      resource("aws:ec2/instance:Instance", "machine", { launchTemplate: { id: "lt-1" } }),
    ];
    assert.equal(remediate(imdsv2, left, "machine"), undefined);
    const off = setInput(world, "machine", "metadataOptions", { httpEndpoint: "disabled" });
    assert.equal(remediate(imdsv2, off, "machine"), undefined);
  });

  it("given what is not known yet, when put right, then it stays", () => {
    const hidden = setInput(world, "machine", "metadataOptions.httpTokens", unknown);
    assert.equal(remediate(imdsv2, hidden, "machine", { when: "preview" }), undefined);
  });
});
