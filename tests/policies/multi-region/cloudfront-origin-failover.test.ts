import { cloudfrontOriginFailover } from "../../../policies/multi-region/rules/cloudfront-origin-failover";
import { derivedFrom, prove, ref, resource, setInput, withoutResources } from "../../helpers/policy";

const GROUP = { originId: "both", members: [{ originId: "one" }, { originId: "two" }] };
const BOTH = { regions: ["eu-west-1", "us-east-1"] };

const bucket = (name: string, region = "eu-west-1") =>
  resource(
    "aws:s3/bucket:Bucket",
    name,
    {},
    { region, outputs: { bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com` } },
  );
const balancer = (name: string, region = "eu-west-1") =>
  resource(
    "aws:lb/loadBalancer:LoadBalancer",
    name,
    {},
    { region, outputs: { dnsName: `${name}-1.${region}.elb.amazonaws.com` } },
  );
const fromBucket = (originId: string, of: string) => ({
  originId,
  domainName: ref(of, "bucketRegionalDomainName"),
  originAccessControlId: ref("access"),
});
const fromNamed = (originId: string, domainName: unknown) => ({
  originId,
  domainName,
  customOriginConfig: { originProtocolPolicy: "https-only" },
});
const behavior = (targetOriginId: string, more = {}) => ({
  targetOriginId,
  allowedMethods: ["GET", "HEAD", "OPTIONS"],
  ...more,
});
const cdn = (inputs: Readonly<Record<string, unknown>>, type = "distribution:Distribution") =>
  resource(`aws:cloudfront/${type}`, "cdn", {
    defaultCacheBehavior: behavior("both"),
    originGroups: [GROUP],
    ...inputs,
  });
const alone = (origin: Readonly<Record<string, unknown>>, more = {}) =>
  cdn({
    originGroups: [],
    origins: [origin],
    defaultCacheBehavior: behavior(String(origin["originId"]), more),
  });
const access = resource("aws:cloudfront/originAccessControl:OriginAccessControl", "access", {});

const fixtures = [
  access,
  bucket("eu"),
  bucket("us", "us-east-1"),
  cdn({ origins: [fromBucket("one", "eu"), fromBucket("two", "us")] }),
];
const apis = [
  cdn({
    origins: [
      fromNamed("one", "a1b2c3.execute-api.eu-west-1.amazonaws.com"),
      fromNamed("two", "d4e5f6.execute-api.us-east-1.amazonaws.com"),
    ],
  }),
];
const site = [access, bucket("eu"), alone(fromBucket("site", "eu"))];
const inRegionAlone = (region: string) =>
  `defaultCacheBehavior.targetOriginId is "site", an origin only in ${region}, expected an origin group with a member in another region`;
const sameRegion = (region: string) =>
  `originGroups.0.members one and two are both in ${region}, expected origins in two regions; the group fails with that region`;

prove(cloudfrontOriginFailover, {
  options: BOTH,
  compliant: fixtures,
  alsoCompliant: {
    "names of AWS in two regions": apis,
    "a third origin of another kind": [
      ...withoutResources(fixtures, "cdn"),
      balancer("api"),
      cdn({
        origins: [fromBucket("one", "eu"), fromBucket("two", "us"), fromNamed("api", ref("api", "dnsName"))],
      }),
    ],
    "origins whose ids identify their buckets": [
      ...withoutResources(fixtures, "cdn"),
      bucket("more"),
      cdn({
        origins: [
          fromBucket("bucket-eu-west-1", "eu"),
          fromBucket("bucket-us-east-1", "us"),
          fromBucket("more", "more"),
        ],
        originGroups: [
          { originId: "both", members: [{ originId: "bucket-eu-west-1" }, { originId: "bucket-us-east-1" }] },
        ],
      }),
    ],
    "names whose region is unknown": [
      cdn({ origins: [fromNamed("one", "one.example.com"), fromNamed("two", "two.example.com")] }),
    ],
    "a name outside the stack": [alone(fromNamed("site", "origin.example.com"))],
    "one name that fails over by itself": [
      resource("aws:route53/zone:Zone", "zone", { name: "example.com" }),
      ...["PRIMARY", "SECONDARY"].map((type) =>
        resource("aws:route53/record:Record", type, {
          zoneId: ref("zone"),
          name: "origin",
          type: "CNAME",
          failoverRoutingPolicies: [{ type }],
          records: ["eu-west-1.example.net"],
        }),
      ),
      alone(fromNamed("site", "origin.example.com")),
    ],
    "the same name, taken from a record": [
      resource("aws:route53/record:Record", "origin", {
        zoneId: "Z0123456789EXAMPLE",
        name: "origin",
        type: "CNAME",
        latencyRoutingPolicies: [{ region: "eu-west-1" }],
        records: ["eu-west-1.example.net"],
      }),
      alone(fromNamed("site", ref("origin", "fqdn"))),
    ],
    "an access point of many regions": [
      resource("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "point", {}),
      alone({ originId: "site", domainName: ref("point", "domainName") }),
    ],
    "a behavior that writes": [
      balancer("api"),
      alone(fromNamed("api", ref("api", "dnsName")), { allowedMethods: ["GET", "HEAD", "POST"] }),
    ],
    "a function that selects the origin": [
      access,
      bucket("eu"),
      alone(fromBucket("site", "eu"), {
        lambdaFunctionAssociations: [{ eventType: "origin-request", lambdaArn: "arn" }],
      }),
    ],
    "many tenants": [
      ...withoutResources(fixtures, "cdn"),
      cdn(
        {
          origins: [
            { id: "one", domainName: ref("eu", "bucketRegionalDomainName") },
            { id: "two", domainName: ref("us", "bucketRegionalDomainName") },
          ],
          originGroups: [{ id: "both", members: GROUP.members }],
        },
        "multitenantDistribution:MultitenantDistribution",
      ),
    ],
  },
  mutants: [
    {
      title: "two buckets of one region",
      change: (before) => [...withoutResources(before, "us"), bucket("us")],
      messages: { cdn: sameRegion("eu-west-1") },
    },
    {
      title: "two names of one region",
      change: () =>
        setInput(apis, "cdn", "origins.1.domainName", "d4e5f6.execute-api.eu-west-1.amazonaws.com"),
      messages: { cdn: sameRegion("eu-west-1") },
    },
    {
      title: "one member twice",
      change: (before) => setInput(before, "cdn", "originGroups.0.members.1.originId", "one"),
      messages: { cdn: "originGroups.0.members name one origin, expected two origins in two regions" },
    },
    {
      title: "a member that is no origin",
      change: (before) => setInput(before, "cdn", "originGroups.0.members.1.originId", "three"),
      messages: { cdn: 'originGroups.0.members name "three", expected the originId of an entry of origins' },
    },
    {
      title: "a second group in one region",
      change: (before) => [
        ...before,
        bucket("more"),
        ...[
          setInput(before, "cdn", "originGroups", [{ ...GROUP, members: [{ originId: "one" }] }]).find(
            ({ name }) => name === "cdn",
          ),
        ].flatMap((one) => (one ? [{ ...one, name: "again" }] : [])),
      ],
      messages: { again: "originGroups.0.members name one origin, expected two origins in two regions" },
    },
    {
      title: "no group, and one bucket",
      change: () => site,
      messages: { cdn: inRegionAlone("eu-west-1") },
    },
    {
      title: "no group, and one bucket by its name",
      change: () => [
        resource("aws:s3/bucketV2:BucketV2", "eu", { bucket: "site-of-example" }),
        alone({ originId: "site", domainName: "site-of-example.s3.amazonaws.com" }),
      ],
      messages: { cdn: inRegionAlone("eu-west-1") },
    },
    {
      title: "no group, and a name that resolves to one region",
      change: () => [
        balancer("lb", "us-east-1"),
        resource("aws:route53/record:Record", "origin", {
          zoneId: "Z0123456789EXAMPLE",
          name: "origin.example.com",
          type: "A",
          aliases: [{ name: ref("lb", "dnsName"), zoneId: ref("lb", "zoneId"), evaluateTargetHealth: true }],
        }),
        alone(fromNamed("site", "origin.example.com")),
      ],
      messages: { cdn: inRegionAlone("us-east-1") },
    },
    {
      title: "a group that the behavior does not use",
      change: (before) => setInput(before, "cdn", "defaultCacheBehavior.targetOriginId", "one"),
      messages: {
        cdn: 'defaultCacheBehavior.targetOriginId is "one", an origin only in eu-west-1, expected an origin group with a member in another region',
      },
      when: "up",
    },
    {
      title: "no group where one region is configured, but a group required",
      change: () => site,
      options: { regions: ["eu-west-1"] },
      settings: { required: true },
      messages: { cdn: inRegionAlone("eu-west-1") },
    },
    {
      title: "a third bucket that may be either origin",
      change: (before) => [
        ...setInput(before, "cdn", "origins.2", fromBucket("three", "more")),
        bucket("more"),
      ],
      messages: {
        cdn: "members of its origin groups cannot be decided because origins.0.domainName is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
      when: "preview",
    },
    {
      title: "a name made of something else",
      change: (before) => [
        ...withoutResources(before, "cdn", "us"),
        resource("random:index/randomPet:RandomPet", "pet", {}),
        alone(fromNamed("site", derivedFrom("happy.example.com", "pet"))),
      ],
      messages: {
        cdn: "origin of the default behavior cannot be decided because origins.0.domainName is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
      when: "preview",
    },
  ],
});
