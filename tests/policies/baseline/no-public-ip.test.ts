import { noPublicIp } from "../../../policies/baseline/rules/no-public-ip";
import { resource } from "../../helpers/policy";
import { proveTable } from "../../helpers/requirements";

proveTable(
  noPublicIp,
  [
    ["aws:ec2/instance:Instance", "associatePublicIpAddress", false, true, "false"],
    ["aws:ec2/launchConfiguration:LaunchConfiguration", "associatePublicIpAddress", false, true, "false"],
    [
      "aws:ec2/launchTemplate:LaunchTemplate",
      "networkInterfaces.0.associatePublicIpAddress",
      "false",
      "true",
      "false",
      { networkInterfaces: [{ deviceIndex: 0 }] },
    ],
    ["aws:ecs/service:Service", "networkConfiguration.assignPublicIp", false, true, "false"],
  ],
  { "hosts without a choice": [resource("aws:ec2/instance:Instance", "host", {})] },
);
