const pulumi = require("@pulumi/pulumi");

const VERSION = "2012-10-17";

/** The trust policy of a role that a service assumes. */
exports.trust = (service) => {
  const Statement = [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }];
  return JSON.stringify({ Version: VERSION, Statement });
};

/** A policy of statements that may hold outputs. */
exports.policy = (...Statement) => pulumi.jsonStringify({ Version: VERSION, Statement });
