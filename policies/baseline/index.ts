import { PolicyPack } from "@pulumi/policy";
import { compile, lookOnce } from "../kit";
import { catalogue } from "./catalogue";

new PolicyPack("archipelago-baseline", {
  displayName: "Archipelago baseline",
  description: "Versioning, billing alarms, encryption, logs and closed networks for any program on AWS.",
  policies: compile(catalogue, { onLooked: lookOnce() }),
});
