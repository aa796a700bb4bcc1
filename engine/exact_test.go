package engine_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"jixiao/engine"
)

func TestParseDecimal(t *testing.T) {
	good := []struct{ in, out string }{
		{"0", "0"}, {"-0", "0"}, {"+0.00", "0"}, {"000", "0"}, {"00012", "12"},
		{"487", "487"}, {"+487", "487"}, {"200.00", "200"}, {"99.5", "99.5"}, {"-0.03", "-0.03"}, {".5", "0.5"}, {"-.50", "-0.5"},
		{"999999999999999999", "999999999999999999"},
		{"-999999999999999999", "-999999999999999999"},
		{"0.999999999999999999", "0.999999999999999999"},
		{"0.000000000000000001", "0.000000000000000001"},
		{"12345678.1234567890", "12345678.123456789"},
		{"1.000000000000000000000000", "1"},
		{"000000000000000000000001", "1"},
	}
	for _, c := range good {
		d, ok := engine.ParseDecimal(c.in)
		if !ok || d.String() != c.out {
			t.Errorf("ParseDecimal(%q) = %q, %v; want %q", c.in, d, ok, c.out)
			continue
		}
		if again, _ := engine.ParseDecimal(d.String()); again != d {
			t.Errorf("%q: %v and %v are the same number but differ with ==", c.in, d, again)
		}
	}
	bad := []string{"", "-", "+", ".", "-.", "1.", "1.2.3", "--1", "+-1", "-+1", "1e5", "1E5", " 1", "1 ", "1,000", "0x1", "１", "NaN", "Inf", "1_0",
		"1234567890123456789", "0.1234567890123456789", "0.0000000000000000001", "1000000000000000000", "1a.0", "1.0a", "一"}
	for _, in := range bad {
		if d, ok := engine.ParseDecimal(in); ok {
			t.Errorf("ParseDecimal(%q) = %v, want refused", in, d)
		}
	}
}

func TestDecimalShift(t *testing.T) {
	cases := []struct {
		in  string
		n   int
		out string // empty where refused
	}{
		{"1.2", 4, "12000"}, {"12000", -4, "1.2"}, {"0.5", 8, "50000000"}, {"-7.25", 1, "-72.5"}, {"0", 100, "0"}, {"0", -100, "0"},
		{"999999999999999999", 0, "999999999999999999"}, {"999999999999999999", 1, ""}, {"99999999999999999", 1, "999999999999999990"},
		{"-999999999999999999", 1, ""}, {"0.000000000000000001", 18, "1"}, {"0.000000000000000001", -1, ""}, {"1000", -21, "0.000000000000000001"},
		{"1000", -22, ""}, {"100000000000000000", 1, ""},
	}
	for _, c := range cases {
		d, _ := engine.ParseDecimal(c.in)
		got, ok := d.Shift(c.n)
		if ok != (c.out != "") || ok && got.String() != c.out {
			t.Errorf("%s × 10^%d = %v, %v; want %q", c.in, c.n, got, ok, c.out)
		}
	}
}

func TestDecimalAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		unscaled, places := rng.Int64N(1_000_000_000_000_000_000)>>rng.IntN(60), rng.IntN(engine.MaxDigits+1)
		if rng.IntN(2) == 0 {
			unscaled = -unscaled
		}
		d, ok := engine.NewDecimal(unscaled, places)
		if !ok {
			t.Fatalf("NewDecimal(%d, %d) refused", unscaled, places)
		}
		want := new(big.Rat).SetFrac(big.NewInt(unscaled), pow10(places))
		if d.Rational().Big().Cmp(want) != 0 {
			t.Fatalf("NewDecimal(%d, %d) = %v", unscaled, places, d)
		}
		read, ok := new(big.Rat).SetString(d.String())
		if !ok || read.Cmp(want) != 0 {
			t.Fatalf("%v is written %q", want, d)
		}
		if d.Sign() != want.Sign() {
			t.Fatalf("sign of %v is %d", d, d.Sign())
		}
		if strings.Contains(d.String(), ".") && strings.HasSuffix(d.String(), "0") {
			t.Fatalf("%q has needless zeros", d)
		}
		if text, _ := json.Marshal(d); string(text) != d.String() {
			t.Fatalf("%v is %s in JSON", d, text)
		}
	}
	for _, places := range []int{-1, engine.MaxDigits + 1} {
		if _, ok := engine.NewDecimal(7, places); ok {
			t.Errorf("NewDecimal with %d places accepted", places)
		}
	}
}

// edgeInts are integers around which 64-bit arithmetic goes wrong.
var edgeInts = []int64{0, 1, -1, 2, -2, 3, 10, 100, -100, math.MaxInt64, math.MaxInt64 - 1, -math.MaxInt64, math.MinInt64,
	1 << 31, -1 << 31, 1<<31 - 1, 1 << 32, 1<<32 + 1, 3037000499, 3037000500, -3037000500, math.MaxInt64 / 2, math.MaxInt64/2 + 1, math.MinInt64 / 2, math.MinInt64/2 - 1,
	999_999_999_999_999_999, 1_000_000_000_000_000_000, math.MaxInt64 / 200, math.MaxInt64/200 + 1}

func randomInt(rng *rand.Rand) int64 {
	if rng.IntN(3) == 0 {
		return edgeInts[rng.IntN(len(edgeInts))]
	}
	return int64(rng.Uint64()) >> rng.IntN(64)
}

func randomRational(rng *rand.Rand) (engine.Rational, *big.Rat) {
	num, den := randomInt(rng), randomInt(rng)
	if den == 0 {
		return engine.Rational{}, new(big.Rat)
	}
	x, b := engine.NewRational(num, den), new(big.Rat).SetFrac(big.NewInt(num), big.NewInt(den))
	if rng.IntN(8) == 0 { // a value that does not fit into two words
		huge := engine.NewRational(randomInt(rng), 1)
		x, b = x.Mul(huge).Mul(huge), new(big.Rat).Mul(b, new(big.Rat).Mul(huge.Big(), huge.Big()))
	}
	return x, b
}

func TestRationalAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 60_000 {
		x, a := randomRational(rng)
		y, b := randomRational(rng)
		same := func(name string, got engine.Rational, want *big.Rat) {
			if got.Big().Cmp(want) != 0 || got.Sign() != want.Sign() {
				t.Fatalf("%v %s %v = %v, want %v", a, name, b, got.Big(), want)
			}
		}
		same("is", x, a)
		same("is", y, b)
		same("+", x.Add(y), new(big.Rat).Add(a, b))
		same("-", x.Sub(y), new(big.Rat).Sub(a, b))
		same("+ (then negated twice)", x.Add(y).Neg().Neg(), new(big.Rat).Add(a, b))
		same("+ (then negated, times)", x.Add(y).Neg().Mul(y), new(big.Rat).Mul(new(big.Rat).Neg(new(big.Rat).Add(a, b)), b))
		same("×", x.Mul(y), new(big.Rat).Mul(a, b))
		same("negated", x.Neg(), new(big.Rat).Neg(a))
		quotient, ok := x.Quo(y)
		if ok != (b.Sign() != 0) {
			t.Fatalf("%v ÷ %v: ok %v", a, b, ok)
		}
		if ok {
			same("÷", quotient, new(big.Rat).Quo(a, b))
		}
		if got, want := x.Cmp(y), a.Cmp(b); got != want || y.Cmp(x) != -want || x.Cmp(x) != 0 {
			t.Fatalf("%v cmp %v = %d, want %d", a, b, got, want)
		}
		if a.Cmp(b) <= 0 {
			same("min", x.Min(y), a)
			same("max", x.Max(y), b)
		}
		same("is still", x, a) // values: no operation changes its operands
		same("is still", y, b)
	}
}

func TestRationalEdges(t *testing.T) {
	for _, a := range edgeInts {
		for _, b := range edgeInts {
			if b == 0 {
				continue
			}
			x := engine.NewRational(a, b)
			if want := new(big.Rat).SetFrac(big.NewInt(a), big.NewInt(b)); x.Big().Cmp(want) != 0 {
				t.Errorf("NewRational(%d, %d) = %v", a, b, x.Big())
			}
			whole, other := engine.NewRational(a, 1), engine.NewRational(b, 1)
			sum := new(big.Rat).Add(new(big.Rat).SetInt64(a), new(big.Rat).SetInt64(b))
			if got := whole.Add(other); got.Big().Cmp(sum) != 0 || got.Sign() != sum.Sign() || got.Neg().Sign() != -sum.Sign() {
				t.Errorf("%d + %d = %v", a, b, got.Big())
			}
			if got, want := whole.Cmp(other), big.NewInt(a).Cmp(big.NewInt(b)); got != want {
				t.Errorf("%d cmp %d = %d", a, b, got)
			}
		}
	}
}

func TestRationalZeroValue(t *testing.T) {
	var zero engine.Rational
	half := engine.NewRational(1, 2)
	if zero.Sign() != 0 || zero.Big().Sign() != 0 || zero.Cmp(engine.NewRational(0, 7)) != 0 {
		t.Error("the zero value is not 0")
	}
	if zero.Add(half).Cmp(half) != 0 || half.Add(zero).Cmp(half) != 0 || half.Sub(zero).Cmp(half) != 0 || zero.Mul(half).Sign() != 0 {
		t.Error("the zero value does not behave as 0")
	}
	if zero.Neg().Sign() != 0 || zero.Min(half).Sign() != 0 || zero.Max(half).Cmp(half) != 0 {
		t.Error("the zero value does not compare as 0")
	}
	if quotient, ok := zero.Quo(half); !ok || quotient.Sign() != 0 {
		t.Error("0 ÷ ½ is not 0")
	}
	if _, ok := half.Quo(zero); ok {
		t.Error("½ ÷ 0 is ok")
	}
	if text, exact := zero.Decimal(2); text != "0" || !exact {
		t.Errorf("0 is written %q, %v", text, exact)
	}
	if points, ok := engine.RoundHalfUp(zero); points != 0 || !ok {
		t.Errorf("0 rounds to %v, %v", points, ok)
	}
}

func TestRationalDecimal(t *testing.T) {
	cases := []struct {
		num, den int64
		places   int
		text     string
		exact    bool
	}{
		{974, 100, 2, "9.74", true}, {10, 1, 2, "10", true}, {100, 1, 0, "100", true}, {1, 3, 2, "0.33", false}, {2, 3, 2, "0.67", false},
		{1, 200, 2, "0.01", false}, {-1, 200, 2, "0", false}, {-3, 200, 2, "-0.01", false}, {-1, 3, 0, "0", false}, {-1, 2, 0, "0", false},
		{5, 2, 0, "3", false}, {-5, 2, 0, "-2", false}, {1, 1_000_000, 6, "0.000001", true}, {-1, 8, 3, "-0.125", true}, {20545, 10, 4, "2054.5", true},
	}
	for _, c := range cases {
		text, exact := engine.NewRational(c.num, c.den).Decimal(c.places)
		if text != c.text || exact != c.exact {
			t.Errorf("%d/%d with %d places is %q, %v; want %q, %v", c.num, c.den, c.places, text, exact, c.text, c.exact)
		}
	}
}

// roundedByHand is the definition of half up in exact numbers: the nearest hundredth, the upper one of two.
func roundedByHand(x *big.Rat) *big.Int {
	scaled := new(big.Rat).Mul(x, big.NewRat(100, 1))
	floor, rest := new(big.Int).DivMod(scaled.Num(), scaled.Denom(), new(big.Int))
	if rest.Lsh(rest, 1).Cmp(scaled.Denom()) >= 0 {
		floor.Add(floor, big.NewInt(1))
	}
	return floor
}

func TestRoundHalfUpAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	refused := 0
	for i := range 100_000 {
		x, exact := randomRational(rng)
		if i%2 == 0 { // half a hundredth, or one unit beside it
			den := int64(1) << rng.IntN(40)
			num := (2*rng.Int64N(1_000_000) - 1_000_000 + 1) * den
			x = engine.NewRational(num+rng.Int64N(3)-1, 200*den)
			exact = x.Big()
		}
		want := roundedByHand(exact)
		inside := want.CmpAbs(big.NewInt(int64(engine.MaxPoints))) <= 0
		got, ok := engine.RoundHalfUp(x)
		if ok != inside || ok && int64(got) != want.Int64() {
			t.Fatalf("RoundHalfUp(%v) = %d, %v; want %v", exact, int64(got), ok, want)
		}
		if !ok {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no value beyond the bound was tried")
	}
}

func TestRoundHalfUp(t *testing.T) {
	most := int64(engine.MaxPoints)
	cases := []struct {
		num, den int64
		points   int64
		ok       bool
	}{
		{487 * 10, 500, 974, true}, {215_457_60 * 10, 250_000_00, 862, true}, {9034 * 10, 20_000, 452, true},
		{1, 200, 1, true}, {-1, 200, 0, true}, {-3, 200, -1, true}, {-2, 3, -67, true}, {1, 3, 33, true}, {8999, 900, 1000, true},
		{most, 100, most, true}, {-most, 100, -most, true}, {2*most + 1, 200, 0, false}, {2*most - 1, 200, most, true},
		{-2*most - 1, 200, -most, true}, {-2*most - 2, 200, 0, false},
		{math.MaxInt64, 1, 0, false}, {math.MinInt64, 1, 0, false}, {math.MaxInt64, math.MaxInt64, 100, true}, {1, math.MaxInt64, 0, true},
		{math.MaxInt64 / 2, math.MaxInt64, 50, true},
	}
	for _, c := range cases {
		got, ok := engine.RoundHalfUp(engine.NewRational(c.num, c.den))
		if ok != c.ok || ok && int64(got) != c.points {
			t.Errorf("%d/%d rounds to %d, %v; want %d, %v", c.num, c.den, int64(got), ok, c.points, c.ok)
		}
	}
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
