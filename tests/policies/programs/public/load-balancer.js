/** A load balancer with TLS in front of services in a VPC. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { harden } = require("./buckets");

/** Creates the load balancer; other programs of this folder use it as well. */
function createLoadBalancer(name, { vpc, publicSubnets }, targetType) {
  const group = new aws.ec2.SecurityGroup(`${name}-balancer`, {
    description: "Load balancer",
    vpcId: vpc.id,
    ingress: [
      { description: "HTTP", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] },
      {
        description: "HTTPS",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["0.0.0.0/0"],
        ipv6CidrBlocks: ["::/0"],
      },
    ],
    egress: [
      { description: "To targets", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [vpc.cidrBlock] },
    ],
  });
  const logs = new aws.s3.Bucket(`${name}-logs`, {});
  harden(`${name}-logs`, logs);
  const policy = new aws.s3.BucketPolicy(`${name}-logs`, {
    bucket: logs.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: pulumi.interpolate`${logs.arn}/*`,
        },
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [logs.arn, pulumi.interpolate`${logs.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  });
  const balancer = new aws.lb.LoadBalancer(
    name,
    {
      loadBalancerType: "application",
      subnets: publicSubnets.map(({ id }) => id),
      securityGroups: [group.id],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: true,
      accessLogs: { bucket: logs.bucket, enabled: true },
    },
    { dependsOn: [policy] },
  );
  const targets = new aws.lb.TargetGroup(name, {
    vpcId: vpc.id,
    port: 8080,
    protocol: "HTTP",
    targetType,
    healthCheck: { path: "/health" },
  });
  const certificate = new aws.acm.Certificate(name, {
    domainName: "app.example.com",
    validationMethod: "DNS",
  });
  const zone = new aws.route53.Zone(name, { name: "example.com" });
  const validation = new aws.route53.Record(`${name}-validation`, {
    zoneId: zone.zoneId,
    name: certificate.domainValidationOptions[0].resourceRecordName,
    type: certificate.domainValidationOptions[0].resourceRecordType,
    records: [certificate.domainValidationOptions[0].resourceRecordValue],
    ttl: 60,
  });
  const validated = new aws.acm.CertificateValidation(name, {
    certificateArn: certificate.arn,
    validationRecordFqdns: [validation.fqdn],
  });
  const listener = new aws.lb.Listener(`${name}-https`, {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn: validated.certificateArn,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  new aws.lb.Listener(`${name}-http`, {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ],
  });
  new aws.route53.Record(name, {
    zoneId: zone.zoneId,
    name: "app.example.com",
    type: "A",
    aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
  });
  return { group, targets, listener };
}

module.exports = { createLoadBalancer };
