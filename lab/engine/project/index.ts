export { checkProjectName, checkStackName } from "./stack-name";
export type {
  ConfigValue,
  Project,
  ProjectConfig,
  Runtime,
  RuntimeOptions,
  StackConfig,
} from "./types";
