package engine

import "testing"

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"＝1+1": "'＝1+1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x", "=100.00(%)": "'=100.00(%)", "--1": "'--1", "-": "'-", "-1e5": "'-1e5",
		"-5": "-5", "+3.5%": "+3.5%", "-0.03": "-0.03", "≥5": "≥5", "a=b": "a=b", "": "", "'=1": "''=1", "'quoted": "'quoted", "'-5": "''-5",
	} {
		if got := Guard(text); got != want {
			t.Errorf("Guard(%q) = %q, want %q", text, got, want)
		}
		if got := Unguard(Guard(text)); got != text {
			t.Errorf("Unguard(Guard(%q)) = %q", text, got)
		}
	}
}
