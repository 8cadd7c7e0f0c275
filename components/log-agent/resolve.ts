import { checkLabels, checkLength, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import type { LogAgentArgs, LogAgentFile, ResolvedLogAgentArgs } from "./args";
import { AGENT_METRICS } from "./configuration";

/** An absolute path without control characters. */
const PATH = /^\/[^\p{Cc}]{0,4095}$/u;

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: no file, or a path, name or interval that the agent would reject
 */
export function resolveArgs(name: string, args: LogAgentArgs): ResolvedLogAgentArgs {
  const { files, measurements = ["memory", "disk"], intervalSeconds = 60, namespace = "CWAgent" } = args;
  const faults = new Faults(name);
  faults.expect(Object.keys(files).length > 0, "files", files, "at least one file");
  checkLabels(faults, "files", Object.keys(files));
  for (const [label, file] of Object.entries(files)) checkFile(faults, `files.${label}`, file);
  const valid =
    measurements.every((measurement) => Object.hasOwn(AGENT_METRICS, measurement)) &&
    new Set(measurements).size === measurements.length;
  faults.expect(valid, "measurements", measurements, "memory, disk and swap, each once at most");
  checkWholeNumber(faults, "intervalSeconds", intervalSeconds, 1, 172_800);
  if (checkLength(faults, "namespace", namespace, 1, 255)) {
    const isOwn = !/^(?::|AWS\/)/i.test(namespace);
    faults.expect(isOwn, "namespace", namespace, "a namespace of your own, since AWS reserves AWS/");
  }
  faults.raise();
  return { ...args, measurements, intervalSeconds, namespace, systemsManager: args.systemsManager ?? true };
}

function checkFile(faults: Faults, path: string, file: LogAgentFile): void {
  const form = "an absolute path such as /var/log/messages";
  faults.expect(PATH.test(file.path), `${path}.path`, file.path, form);
  checkLength(faults, `${path}.streamName`, file.streamName, 1, 512);
}
