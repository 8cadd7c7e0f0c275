export { type Repair, repair, verifyIntegrity } from "./integrity";
export type { LockInfo } from "./lock";
export type { LockOwner } from "./owner";
export { findPassphrase } from "./passphrase";
export type { ExportOptions } from "./portable";
export type {
  CustomTimeouts,
  Deployment,
  PendingOperation,
  PendingType,
  ResourceState,
} from "./resource";
export { PassphraseSecrets } from "./secrets";
export { type BackendOptions, FileBackend } from "./store";
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
