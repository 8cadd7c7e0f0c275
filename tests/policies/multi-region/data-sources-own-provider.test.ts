import { dataSourcesOwnProvider } from "../../../policies/multi-region/rules/data-sources-own-provider";
import { type Fixtures, prove, resource, setInput, unsetInput, withOptions } from "../../helpers/policy";

const PROVIDER = "pulumi:providers:aws";
const provider = (name: string, inputs: Readonly<Record<string, unknown>>) =>
  resource(PROVIDER, name, inputs, { provider: "none" });
const bucket = resource("aws:s3/bucket:Bucket", "data", {});
const far = resource("aws:s3/bucket:Bucket", "far", {}, { region: "us-east-1" });
const compliant: Fixtures = [
  provider("default_7_48_0", { region: "eu-west-1" }),
  provider("aws-eu-west-1", { region: "eu-west-1" }),
  bucket,
];
const describeDefault = (where: string, regions: string) =>
  `only data sources use this default provider, which reads from ${where}, but the resources are in ${regions}, expected the provider of the region that each data source is for; pass provider or parent to each, to getCallerIdentity and getPolicyDocument as well`;

prove(dataSourcesOwnProvider, {
  compliant,
  alsoCompliant: {
    "a default provider of a resource": [
      provider("default_7_48_0", {}),
      resource("aws:route53/zone:Zone", "zone", {}, { provider: "default_7_48_0" }),
      bucket,
      far,
    ],
    "explicit providers alone": [provider("aws-eu-west-1", { region: "eu-west-1" }), bucket, far],
    "a default provider of another package": [
      resource("pulumi:providers:random", "default_4_0_0", {}, { provider: "none" }),
      bucket,
      far,
    ],
  },
  mutants: [
    {
      title: "resources in two regions",
      change: (all) => [...all, far],
      messages: { default_7_48_0: describeDefault("eu-west-1", "eu-west-1, us-east-1") },
    },
    {
      title: "resources in another region",
      change: (all) => withOptions(all, "data", { region: "us-east-1" }),
      messages: { default_7_48_0: describeDefault("eu-west-1", "us-east-1") },
    },
    {
      title: "a default provider without a region",
      change: (all) => unsetInput(all, "default_7_48_0", "region"),
      messages: { default_7_48_0: describeDefault("the region of the machine", "eu-west-1") },
    },
    {
      title: "a resource with a region of its own",
      change: (all) => setInput(all, "data", "region", "ap-south-1"),
      messages: { default_7_48_0: describeDefault("eu-west-1", "ap-south-1") },
    },
  ],
});
