export type {
  ConfigValue,
  Project,
  ProjectConfig,
  Runtime,
  RuntimeOptions,
  StackConfig,
} from "./types";
