import type { Deployment } from "../deployment/deployment";
import type { ProgramRecord } from "../program/program-record";
import type { ProviderRegistry } from "../providers/registry";
import type { Registrar } from "../register/registrar";
import type { Transforms } from "./transforms";

/** Everything that the calls of a program need. */
export interface MonitorContext {
  readonly deployment: Deployment;
  readonly program: ProgramRecord;
  readonly providers: ProviderRegistry;
  readonly registrar: Registrar;
  readonly transforms: Transforms;
  /** Address of the monitor itself, for remote components. */
  readonly address: string;
  /** Finishes the deployment; the program waits for it before it exits. */
  readonly onProgramDone: () => Promise<void>;
}
