export type { ExportOptions } from "./export-import";
export { type BackendOptions, FileBackend } from "./file-backend";
export type { Repair } from "./integrity";
export type { LockInfo } from "./lock";
export type { LockOwner } from "./lock-owner";
export { findPassphrase } from "./passphrase";
export type {
  CustomTimeouts,
  Deployment,
  PendingOperation,
  PendingType,
  ResourceState,
} from "./resource";
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
