import { PolicyPack } from "@pulumi/policy";
import { compileRules, speedUpSdk } from "../kit";
import { catalogue } from "./catalogue";

new PolicyPack("archipelago-multi-region", {
  displayName: "Archipelago multi-region",
  description: "What only a program over many regions of AWS can get wrong.",
  policies: compileRules(catalogue, { onStackRecorded: speedUpSdk() }),
});
