package demoapp;
