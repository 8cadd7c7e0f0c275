import { PolicyPack } from "@pulumi/policy";
import { compileRules, speedUpSdk } from "../kit";
import { catalogue } from "./catalogue";

new PolicyPack("archipelago-multi-region", {
  displayName: "Archipelago multi-region",
  description: "Faults that only programs for several AWS regions can have.",
  policies: compileRules(catalogue, { onStackRecorded: speedUpSdk() }),
});
