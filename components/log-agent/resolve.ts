import { LOG_RETENTION_DAYS } from "../../common/log-retention";
import { checkLabels, checkLength, checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import {
  LOG_AGENT_FILTER_TYPES,
  type LogAgentArgs,
  type LogAgentDisks,
  type LogAgentFile,
  type ResolvedLogAgentArgs,
} from "./args";
import { AGENT_METRICS } from "./configuration";

/** An absolute path without control characters. */
const PATH = /^\/[^\p{Cc}]{0,4095}$/u;

/** A form of timestamps with one code such as %Y or %-m at least, and no other percent sign. */
const TIMESTAMP_FORMAT = /^(?=.*%)(?:[^%]|%-?[A-Za-z])+$/s;

/** Placeholder for the form of the timestamps in a pattern. */
const TIMESTAMP_PLACEHOLDER = "{timestamp_format}";

/** File systems that hold no data of their own: their use says nothing about a disk. */
const VIRTUAL_FILE_SYSTEMS = ["devtmpfs", "overlay", "squashfs", "sysfs", "tmpfs"];

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
  const disks = resolveDisks(faults, args.disks);
  faults.raise();
  return {
    ...args,
    disks,
    measurements,
    intervalSeconds,
    namespace,
    systemsManager: args.systemsManager ?? true,
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html */
function checkFile(faults: Faults, path: string, file: LogAgentFile): void {
  const { timestampFormat, timezone, multiLineStartPattern, filters = [] } = file;
  const form = "an absolute path such as /var/log/messages";
  faults.expect(PATH.test(file.path), `${path}.path`, file.path, form);
  checkLength(faults, `${path}.streamName`, file.streamName, 1, 512);
  if (timestampFormat === undefined) {
    const alone = "none without timestampFormat, whose times it is the zone of";
    faults.expect(timezone === undefined, `${path}.timezone`, timezone, alone);
    const isIndependent = !multiLineStartPattern?.includes(TIMESTAMP_PLACEHOLDER);
    const expected = `a regular expression, or timestampFormat beside ${TIMESTAMP_PLACEHOLDER}`;
    faults.expect(isIndependent, `${path}.multiLineStartPattern`, multiLineStartPattern, expected);
  } else {
    const valid = TIMESTAMP_FORMAT.test(timestampFormat);
    const codes = "codes such as %Y-%m-%dT%H:%M:%S";
    faults.expect(valid, `${path}.timestampFormat`, timestampFormat, codes);
  }
  checkOneOf(faults, `${path}.timezone`, timezone, ["UTC", "Local"]);
  checkLength(faults, `${path}.multiLineStartPattern`, multiLineStartPattern, 1, 4096);
  checkOneOf(faults, `${path}.retentionDays`, file.retentionDays, LOG_RETENTION_DAYS);
  faults.expect(filters.length <= 20, `${path}.filters`, filters.length, "at most 20 filters");
  for (const [index, { type, expression }] of filters.entries()) {
    checkOneOf(faults, `${path}.filters[${index}].type`, type, LOG_AGENT_FILTER_TYPES);
    checkLength(faults, `${path}.filters[${index}].expression`, expression, 1, 4096);
  }
}

function resolveDisks(faults: Faults, disks: LogAgentDisks = {}): ResolvedLogAgentArgs["disks"] {
  const { mountPoints = ["*"], ignoreFileSystemTypes = VIRTUAL_FILE_SYSTEMS, dropDevice = true } = disks;
  const valid = mountPoints.length >= 1 && mountPoints.every((one) => one === "*" || PATH.test(one));
  faults.expect(valid, "disks.mountPoints", mountPoints, "one or more mount points such as /, or *");
  for (const type of ignoreFileSystemTypes) checkLength(faults, "disks.ignoreFileSystemTypes", type, 1, 255);
  return { mountPoints, ignoreFileSystemTypes, dropDevice };
}
