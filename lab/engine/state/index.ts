export { type Repair, repair, verifyIntegrity } from "./integrity";
export { findPassphrase } from "./passphrase";
export type {
  CustomTimeouts,
  Deployment,
  PendingOperation,
  PendingType,
  ResourceState,
} from "./resource";
export { PassphraseSecrets } from "./secrets";
export { sorted } from "./topology";
export type {
  DropRecord,
  JournalRecord,
  OpenOptions,
  Passphrase,
  PendingRecord,
  PutRecord,
  SessionEnd,
  SettledRecord,
  StackSummary,
  StateSession,
  StateView,
  UpdateSummary,
} from "./types";
