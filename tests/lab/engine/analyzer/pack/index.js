const policy = require("@pulumi/policy");
const pulumi = require("@pulumi/pulumi");

const BUCKET = "test:index:Bucket";

/** Reports its arguments, so that a test can check them. */
const reports = {
  name: "reports",
  description: "reports what it sees",
  enforcementLevel: "advisory",
  severity: "low",
  validateResource: (args, report) => {
    if (args.type === "test:index:Horn") report({ message: "toot", enforcementLevel: "remediate" });
    if (args.type !== "test:index:Mirror") return;
    const { props, opts, provider, urn, name } = args;
    const seen = { props, opts, urn, name, provider: provider && { ...provider } };
    const context = {
      tags: [...args.stackTags.entries()],
      project: pulumi.getProject(),
      stack: pulumi.getStack(),
      organization: pulumi.getOrganization(),
      dryRun: pulumi.runtime.isDryRun(),
      depth: new pulumi.Config("app").get("depth"),
      pid: process.pid,
    };
    report(JSON.stringify({ ...seen, ...context }));
  },
};

const tagged = {
  name: "tagged",
  description: "resources carry a tag",
  enforcementLevel: "advisory",
  severity: "high",
  configSchema: {
    properties: {
      key: { type: "string", default: "team" },
      kinds: { type: "array", items: { type: "string" }, minItems: 1 },
    },
    required: ["kinds"],
  },
  validateResource: (args, report) => {
    const { key, kinds } = args.getConfig();
    if (kinds.includes(args.type) && !args.props.tags?.[key]) report(`no tag ${key}`);
  },
};

const versioned = {
  name: "versioned",
  description: "buckets keep versions",
  enforcementLevel: "remediate",
  remediateResource: (args) => {
    if (args.type !== BUCKET || args.props.stubborn) return undefined;
    args.props.versioned = true;
    return args.props;
  },
  validateResource: (args, report) => {
    if (args.type === BUCKET && !args.props.versioned) report("not versioned");
  },
};

const sized = {
  name: "sized",
  description: "buckets are small",
  enforcementLevel: "mandatory",
  validateResource: (args, report) => {
    if (args.type === BUCKET && args.props.size > 100) report(`size is ${args.props.size}`);
  },
};

const sealed = {
  name: "sealed",
  description: "every bucket has a seal",
  enforcementLevel: "mandatory",
  validateStack: (args, report) => {
    const of = (type) => args.resources.filter((resource) => resource.type === type);
    const sealedUrns = of("test:index:Seal").flatMap((seal) =>
      seal.propertyDependencies.bucket.map(({ urn }) => urn),
    );
    for (const bucket of of(BUCKET)) {
      if (!sealedUrns.includes(bucket.urn)) report(`no seal, parent ${bucket.parent?.name}`, bucket.urn);
    }
    if (of("test:index:Seal").length > 1) report("more than one seal");
  },
};

const brittle = {
  name: "brittle",
  description: "breaks",
  enforcementLevel: "mandatory",
  remediateResource: (args) => {
    if (args.props.breakRemediation) throw new Error("the remediation broke");
  },
  validateResource: (args) => {
    if (args.props.break) throw new Error("the rule broke");
    if (args.props.die) {
      process.stderr.write("last words\n");
      process.exit(3);
    }
  },
};

const forbidding = {
  name: "off",
  description: "is off",
  enforcementLevel: "disabled",
  validateResource: (_, report) => report("no"),
};

process.stderr.write("pack loaded\n");
new policy.PolicyPack(
  "test-pack",
  { policies: [reports, tagged, versioned, sized, sealed, brittle, forbidding] },
  { tagged: { enforcementLevel: "mandatory", kinds: ["test:index:Boat"] } },
);
