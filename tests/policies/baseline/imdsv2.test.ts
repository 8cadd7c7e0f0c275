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
const fixtures: Fixtures = [
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
  compliant: fixtures,
  alsoCompliant: {
    "an instance that uses its template's options": [
      template,
      resource("aws:ec2/instance:Instance", "machine", { launchTemplate: { id: ref("template") } }),
    ],
    "disabled metadata": [
      resource("aws:ec2/instance:Instance", "machine", { metadataOptions: { httpEndpoint: "disabled" } }),
    ],
    "two hops with a container tag": [
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        metadataOptions: { ...options, httpPutResponseHopLimit: 2 },
        tags: { "kubernetes.io/cluster/main": "owned" },
      }),
    ],
    "two hops with a container tag of the provider": withOptions(
      setInput([template], "template", "metadataOptions.httpPutResponseHopLimit", 2),
      "template",
      { defaultTags: { containers: "true" } },
    ),
  },
  mutants: [
    {
      title: "a template with optional tokens",
      change: (all) => setInput(all, "template", "metadataOptions.httpTokens", "optional"),
      messages: { template: 'metadataOptions.httpTokens is "optional", expected "required"' },
    },
    {
      title: "a template without metadata options",
      change: (all) => unsetInput(all, "template", "metadataOptions"),
      messages: { template: missing },
    },
    {
      title: "a launch configuration without metadata options",
      change: (all) => unsetInput(all, "configuration", "metadataOptions"),
      messages: { configuration: missing },
    },
    {
      title: "an instance without metadata options",
      change: (all) => unsetInput(all, "machine", "metadataOptions"),
      messages: { machine: missing },
    },
    {
      title: "an instance that overrides its template",
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
      title: "a spot instance request without metadata options",
      change: () => [resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot", {})],
      messages: { spot: missing },
    },
    {
      title: "too many hops",
      change: (all) => setInput(all, "template", "metadataOptions.httpPutResponseHopLimit", 2),
      messages: { template: "metadataOptions.httpPutResponseHopLimit is 2, expected 1 to 1" },
    },
    {
      title: "too many hops for containers",
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
      title: "a container tag outside the settings",
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
  it("requires tokens and limits hops of a template, and changes nothing else", () => {
    const loose = setInput(fixtures, "template", "metadataOptions", {
      httpEndpoint: "enabled",
      httpTokens: "optional",
      httpPutResponseHopLimit: 4,
      instanceMetadataTags: "enabled",
    });
    assert.deepEqual(remediate(imdsv2, loose, "template"), {
      metadataOptions: { ...options, instanceMetadataTags: "enabled" },
    });
  });

  it("adds metadata options with tokens where none are set", () => {
    assert.deepEqual(remediate(imdsv2, unsetInput(fixtures, "machine", "metadataOptions"), "machine"), {
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    });
  });

  it("leaves compliant, template-based and disabled metadata options alone", () => {
    assert.equal(remediate(imdsv2, fixtures, "template"), undefined);
    const left = [
      template,
      resource("aws:ec2/instance:Instance", "machine", { launchTemplate: { id: "lt-1" } }),
    ];
    assert.equal(remediate(imdsv2, left, "machine"), undefined);
    const off = setInput(fixtures, "machine", "metadataOptions", { httpEndpoint: "disabled" });
    assert.equal(remediate(imdsv2, off, "machine"), undefined);
  });

  it("leaves unknown values alone", () => {
    const hidden = setInput(fixtures, "machine", "metadataOptions.httpTokens", unknown);
    assert.equal(remediate(imdsv2, hidden, "machine", { when: "preview" }), undefined);
  });
});
