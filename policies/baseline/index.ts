import { PolicyPack } from "@pulumi/policy";
import { compileRules, speedUpSdk } from "../kit";
import { catalogue } from "./catalogue";

new PolicyPack("archipelago-baseline", {
  displayName: "Archipelago baseline",
  description: "Versioning, billing alarms, encryption, logs and closed networks for any program on AWS.",
  policies: compileRules(catalogue, { onStackRecorded: speedUpSdk() }),
});
