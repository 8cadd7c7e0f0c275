import { PolicyPack } from "@pulumi/policy";
import { compile, unpackOnce } from "../kit";
import { catalogue } from "./catalogue";

unpackOnce();

new PolicyPack("archipelago-multi-region", {
  displayName: "Archipelago multi-region",
  description: "What only a program over many regions of AWS can get wrong.",
  policies: compile(catalogue),
});
