/** Tag of whoever made or changed something, which MLflow's clients set. */
export const USER_TAG = 'mlflow.user';
