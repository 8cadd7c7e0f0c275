// A flat program, as one writes it without components: some 86 resources in each region, and 8 + 2N global ones.
// BENCH_REGIONS is the number of regions; BENCH_MODE is `providers` (a provider for each region) or `single` (one
// provider, and the `region` argument of each resource).
const aws = require("@pulumi/aws");
const { global } = require("./global");
const { region } = require("./region");

const CODES =
  "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 " +
  "ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ap-northeast-1 ap-northeast-2 ap-northeast-3 " +
  "ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1 eu-south-2 " +
  "il-central-1 me-south-1 me-central-1 mx-central-1 sa-east-1";

const codes = CODES.split(" ").slice(0, Number(process.env.BENCH_REGIONS ?? "1"));
const single = process.env.BENCH_MODE === "single";

const providers = (single ? ["us-east-1"] : codes).map(
  (code) => new aws.Provider(`aws-${code}`, { region: code, skipCredentialsValidation: true }),
);
const regions = codes.map((code, i) => ({
  code,
  ...region(code, single ? { region: code } : {}, { provider: providers[single ? 0 : i] }),
}));
global(regions, { provider: providers[0] });

exports.endpoints = Object.fromEntries(regions.map(({ code, albName, apiId }) => [code, { albName, apiId }]));
