/** What a board's id of its model begins with where it runs Espressif's ESP-DL. */
export const ESP_DL_ID = "esp-dl-";

/** Whether a board with a model of this id runs Espressif's ESP-DL, not C of this project. */
export const isEspDlId = (id: string): boolean => id.startsWith(ESP_DL_ID);
