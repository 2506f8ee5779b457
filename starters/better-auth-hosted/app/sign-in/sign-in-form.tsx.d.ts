// To be checked with. In a starter this file of the form stands here.
export * from "../../../form-hosted/app/sign-in/sign-in-form.tsx";
