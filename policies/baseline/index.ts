import { PolicyPack } from "@pulumi/policy";
import { compile, unpackOnce } from "../kit";
import { catalogue } from "./catalogue";

unpackOnce();

new PolicyPack("archipelago-baseline", {
  displayName: "Archipelago baseline",
  description: "Versioning, billing alarms, encryption, logs and closed networks for any program on AWS.",
  policies: compile(catalogue),
});
