"""What the standard says of each builtin and each form: expressions and their values.

Worked out from the text of DMN 1.5 (chapter 10). A value is written as FEEL; a comparison that
is true stands where a value has no short literal.
"""

import pytest

from huizhi.feel import Scope, compile_expression, to_feel_literal

# The semantics of the standard: nothing is checked before, what has no value is null.
SCOPE = Scope(lenient=True)
CASES = r"""
# Numbers
exp(0) => 1
exp(1) = 2.718281828459045235360287471352662 => true
odd(5) => true
odd(-3) => true
odd(0) => false
odd(2) => false
even(-2) => true
odd("1") => null
odd(null) => null
log(10) > 2.302 and log(10) < 2.303 => true
log(0) => null
log(-1) => null
exp("a") => null
stddev([2,4,7,5]) > 2.0816 and stddev([2,4,7,5]) < 2.0817 => true
stddev(2,4,7,5) > 2.0816 => true
stddev([47]) => null
stddev([]) => null
mode([6,3,9,6,6]) => [6]
mode([6,1,9,6,1]) => [1, 6]
mode([]) => []
mode(6,3,9,6,6) => [6]
median([8,2,5,3,4]) => 4
median(6,1,2,3) => 2.5
median([]) => null
product([2,3,4]) => 24
product([]) => null
mean([1,2,3]) => 2
mean([]) => null
sum([]) => null
sum(1,2,3) => 6
number("1 000,0"," ",",") => 1000.0
number("1,000.5",",",".") => 1000.5
number("a",null,null) => null
number("1.5",null,".") => 1.5
number("1,5",",",",") => null
decimal(1/3,2) => 0.33
decimal(1.5,0) => 2
decimal(2.5,0) => 2
decimal(1.115,2) => 1.12
floor(1.5) => 1
floor(-1.56,1) => -1.6
ceiling(-1.5) => -1
ceiling(1.56,1) => 1.6
round up(5.5,0) => 6
round up(-5.5,0) => -6
round up(1.121,2) => 1.13
round down(5.5,0) => 5
round down(-1.126,2) => -1.12
round half up(5.5,0) => 6
round half up(-5.5,0) => -6
round half up(1.125,2) => 1.13
round half down(5.5,0) => 5
round half down(-5.5,0) => -5
round half down(2.5,0) => 2
abs(-10) => 10
abs(@"-PT5H") = @"PT5H" => true
abs(@"-P1Y") = @"P1Y" => true
modulo(12,5) => 2
modulo(-12,5) => 3
modulo(12,-5) => -3
modulo(10.1,4.5) => 1.1
modulo(5,0) => null
sqrt(16) => 4
sqrt(-1) => null
2**3 => 8
2**-1 => 0.5
2**0.5 > 1.414 => true
0**0 => 1
10/0 => null
-(-3) => 3
1 - -1 => 2
--1 => 1
-@"P1Y" = @"-P1Y" => true
-@"PT1H" = @"-PT1H" => true
5[1] => 5
5[2] => null
5[true] => [5]
5[false] => []
5[item=5] => [5]
1 + null => null
1 /* c */ + 1 => 2
.5 + .5 => 1.0
1e3 => 1000
1.5e-3 => 0.0015
number(from:"1",grouping separator:null,decimal separator:null) => 1
# Strings
split("a;b;;c",";") => ["a", "b", "", "c"]
split("John Doe","\\s") => ["John", "Doe"]
contains("foobar","of") => false
contains("foobar","") => true
starts with("foobar","fo") => true
ends with("foobar","r") => true
substring before("foobar","bar") => "foo"
substring before("foobar","xyz") => ""
substring before("foobar","") => ""
substring after("foobar","ob") => "ar"
substring after("","a") => ""
substring after("foo","") => "foo"
string length("") => 0
string length("𠮷a") => 2
string length("\U01F40E") => 1
"\u0041" => "A"
"\uD83D\uDE00" = "😀" => true
substring("😀bc",2) => "bc"
string join(["a","b","c"],"_and_") => "a_and_b_and_c"
string join(["a",null,"c"],"") => "ac"
string join([],"x") => ""
string join(["a","b"]) => "ab"
string join(["a","b"],null) => "ab"
string join(["a","b"],",","[","]") => null
string join(["a",1],",") => null
string join("a",",") => "a"
upper case("äß") => "ÄSS"
lower case("ABC") => "abc"
replace("abcd","(ab)|(a)","[1=$1][2=$2]") => "[1=ab][2=]cd"
replace("a b","\\s","") => "ab"
matches("foobar","^fo*b") => true
string(1.0) => "1.0"
string("a") => "a"
string(null) => null
string(@"P1Y") => "P1Y"
string([1,"a"]) => "[1, \"a\"]"
string({a:1}) => "{a: 1}"
string(@"2021-01-01") => "2021-01-01"
"a" + "b" => "ab"
"a" + 1 => null
"a" - "b" => null
"foo" * 2 => null
# Lists
insert before([1,3],1,2) => [2, 1, 3]
insert before([1,3],-1,2) => [1, 2, 3]
insert before([1,3],2,2) => [1, 2, 3]
insert before([1,3],0,2) => null
insert before([1,3],4,2) => null
insert before([1,3],3,2) => null
insert before([],1,2) => null
insert before([1],-2,2) => null
insert before([1,3],-2,2) => [2, 1, 3]
insert before(list:[1,3], position:1, newItem:2) => [2, 1, 3]
insert before(null,1,2) => null
insert before([1],null,2) => null
insert before([1],1,null) => [null, 1]
remove([1,2,3],2) => [1, 3]
remove([1,2,3],-1) => [1, 2]
remove([1,2,3],0) => null
remove([1,2,3],4) => null
remove(list:[1,2,3],position:1) => [2, 3]
list replace([2,4,7,8],3,6) => [2, 4, 6, 8]
list replace([2,4,7,8],-1,6) => [2, 4, 7, 6]
list replace([2,4,7,8],0,6) => null
list replace([2,4,7,8],5,6) => null
list replace([2,4,7,8],-5,6) => null
list replace([2,4,7,8],function(item,newItem) item<newItem,5) => [5, 5, 7, 8]
list replace(list:[2,4],position:1,newItem:6) => [6, 4]
list replace(list:[2,4],match:function(item,newItem) item=4,newItem:6) => [2, 6]
list replace([2,4],function(item,newItem) "a",6) => null
list replace([1],function(item) true,6) => null
sublist([4,5,6],1,2) => [4, 5]
sublist([4,5,6],-2) => [5, 6]
sublist([4,5,6],2) => [5, 6]
sublist([1,2,3],0) => null
sublist([1,2,3],4) => null
sublist([1,2,3],1,0) => null
sublist([1,2,3],1,4) => null
sublist([1,2,3],-4) => null
reverse([1,2,3]) => [3, 2, 1]
reverse([]) => []
index of([1,2,3,2],2) => [2, 4]
index of([1,null],null) => [2]
index of([1],5) => []
union([1,2],[2,3]) => [1, 2, 3]
distinct values([1,2,3,2,1]) => [1, 2, 3]
distinct values([null,null,1]) => [null, 1]
flatten([[1,2],[[3]],4]) => [1, 2, 3, 4]
concatenate([1,2],[3]) => [1, 2, 3]
concatenate([1],null) => null
append([1],2,3) => [1, 2, 3]
append(null,1) => null
min([1,2,3]) => 1
min("a","b") => "a"
min([]) => null
max(@"2021-01-01",@"2020-01-01") => date("2021-01-01")
max(["a",1]) => null
count([1,null]) => 2
count([]) => 0
list contains([1,null],null) => true
all([]) => true
any([]) => false
all([true,null,false]) => false
any([false,null]) => null
any(true,false) => true
all([true,1]) => null
[1,2,3][item>1] => [2, 3]
[1,2,3][2] => 2
[1,2,3][-1] => 3
[1,2,3][0] => null
[1,2,3][4] => null
[{a:1},{a:2}][a>1] => [{a: 2}]
[1,2,3][null] => []
null[1] => null
[[1],[2]][1] => [1]
[1,2,3][true] => [1, 2, 3]
[1,2,3][false] => []
[{a:1},{b:2}].a => [1, null]
[{a:1},{a:2}].a => [1, 2]
sort([3,1,2],function(x,y) x<y) => [1, 2, 3]
sort(list:[3,1,2],precedes:function(x,y) x>y) => [3, 2, 1]
sort([],function(x,y) x<y) => []
# Contexts
{a:1}.a => 1
{a:1}.b => null
null.a => null
{a:1,b:a+1}.b => 2
{"a b":1}.a b => 1
{a:{b:1}}.a.b => 1
get value({a:1},"a") => 1
get value({a:{b:1}},["a","b"]) => 1
get value({a:1},"b") => null
get value(null,"a") => null
get entries({a:1})[1].key => "a"
get entries(null) => null
context([{key:"a",value:1},{key:"b",value:2}]) => {a: 1, b: 2}
context([{key:"a",value:1},{key:"a",value:2}]) => null
context({key:"a",value:1}) => {a: 1}
context([]) => {}
context([{key:"a"}]) => null
context([{key:1,value:1}]) => null
context put({a:1},"b",2) => {a: 1, b: 2}
context put({a:1},"a",2) => {a: 2}
context put({x:1,y:{a:0}},["y","a"],2) => {x: 1, y: {a: 2}}
context put({},["a","b"],2) => null
context put({a:1},["b","c"],2) => null
context put({a:1},[],2) => null
context put({x:1,y:{a:0}},["y"],2) => {x: 1, y: 2}
context put(null,"a",1) => null
context put({a:1},null,1) => null
context put({a:1},"a",null) => {a: null}
context merge([{a:1},{b:2}]) => {a: 1, b: 2}
context merge([{a:1,b:1},{b:2}]) => {a: 1, b: 2}
context merge([]) => {}
context merge({a:1}) => {a: 1}
context merge([{a:1},null]) => null
context merge(null) => null
{f: function(x) x*2, r: f(3)}.r => 6
{f: function(x) x*2}.f(3) => 6
# Ranges
[1..5].start => 1
[1..5].end => 5
[1..5].start included => true
(1..5].start included => false
[1..5).end included => false
(<5).end => 5
(<5).start => null
(<5).start included => false
(>=5).start included => true
(>=5).end => null
(=5).start => 5
[1..5].foo => null
[@"2021-01-01"..@"2021-12-31"].end.year => 2021
range("[1..5]") = [1..5] => true
range("(1..5)") = (1..5) => true
range("]1..5[") = (1..5) => true
range("[1..)") = (>=1) => true
range("(..5]") = (<=5) => true
range("[1..]") => null
range("[5..1]") => null
range("[\"a\"..\"c\"]") = ["a".."c"] => true
range("[@\"2021-01-01\"..@\"2021-02-01\"]") = [@"2021-01-01"..@"2021-02-01"] => true
range("[1..\"a\"]") => null
range("1..5") => null
range("[2021-01-01..2021-02-01]") => null
range("[date(\"2021-01-01\")..date(\"2021-02-01\")]") = [@"2021-01-01"..@"2021-02-01"] => true
range("[1+1..5]") => null
range(null) => null
range("[..5]") => null
range("(..)") => null
before(1,10) => true
before([1..5],[6..10]) => true
before([1..5],[5..10]) => false
before([1..5),[5..10]) => true
after(10,1) => true
after([5..10],[1..5)) => true
meets([1..5],[5..10]) => true
meets([1..5),[5..10]) => false
met by([5..10],[1..5]) => true
overlaps([1..5],[3..8]) => true
overlaps([1..5],[5..8]) => true
overlaps([1..5),[5..8]) => false
overlaps before([1..5],[3..8]) => true
overlaps before([1..5],[1..8]) => false
overlaps before([1..5),[1..5]) => false
overlaps after([3..8],[1..5]) => true
finishes(10,[1..10]) => true
finishes([5..10],[1..10]) => true
finished by([1..10],10) => true
includes([1..10],5) => true
includes([1..10],[4..6]) => true
during(5,[1..10]) => true
during([4..6],[1..10]) => true
starts(1,[1..10]) => true
starts([1..5],[1..10]) => true
started by([1..10],1) => true
coincides(5,5) => true
coincides([1..5],[1..5]) => true
coincides([1..5),[1..5]) => false
before(1,null) => null
# Dates, times and durations
@"2021-01-31" + @"P1M" => date("2021-02-28")
@"2024-02-29" + @"P1Y" => date("2025-02-28")
@"2021-03-31" - @"P1M" => date("2021-02-28")
@"2021-01-01" + @"P1D" => date("2021-01-02")
@"2021-01-01" + @"PT36H" => date("2021-01-02")
@"2021-01-01" - @"PT1H" => date("2020-12-31")
@"2021-01-02" - @"2021-01-01" = @"P1D" => true
@"2021-01-01T10:00:00" - @"2021-01-01" => null
@"2021-01-01T10:00:00Z" - @"2021-01-01" = @"PT10H" => true
@"2021-01-01" - @"2021-01-01T10:00:00Z" = @"-PT10H" => true
@"2021-01-01T00:00:00Z" = @"2021-01-01" => null
@"2021-01-01" < @"2021-01-01T10:00:00Z" => null
@"2021-01-01T10:00:00+02:00" = @"2021-01-01T08:00:00Z" => true
@"2021-01-01T10:00:00+02:00" < @"2021-01-01T08:30:00Z" => true
@"2021-01-01T10:00:00@Europe/Paris" = @"2021-01-01T09:00:00Z" => true
@"2021-07-01T10:00:00@Europe/Paris" = @"2021-07-01T08:00:00Z" => true
@"10:00:00Z" = @"12:00:00+02:00" => true
@"10:00:00Z" - @"09:00:00Z" = @"PT1H" => true
@"10:00:00" - @"09:00:00" = @"PT1H" => true
@"23:00:00" + @"PT2H" = @"01:00:00" => true
@"01:00:00" - @"PT2H" = @"23:00:00" => true
@"23:00:00Z" + @"PT2H" = @"01:00:00Z" => true
@"10:00:00" + @"P1Y" => null
@"2021-01-01T23:00:00@Asia/Shanghai" + @"PT2H" = @"2021-01-02T01:00:00@Asia/Shanghai" => true
@"2021-03-28T01:30:00@Europe/Paris" + @"PT1H" = @"2021-03-28T03:30:00@Europe/Paris" => true
@"2021-01-31T10:00:00" + @"P1M" = @"2021-02-28T10:00:00" => true
@"2021-03-28T10:00:00Z" - @"2021-03-27T10:00:00Z" = @"P1D" => true
@"P1Y" + @"P2M" = @"P14M" => true
@"P1Y" - @"P2M" = @"P10M" => true
@"P1Y" * 2 = @"P2Y" => true
2 * @"P1Y" = @"P2Y" => true
@"P1Y" / 2 = @"P6M" => true
@"P1Y" / @"P6M" => 2
@"PT1H" / @"PT30M" => 2
@"PT1H" * 1.5 = @"PT90M" => true
@"PT1H" / 0 => null
@"P1Y" / @"P0M" => null
@"P1Y" + @"P1D" => null
@"P1Y" = @"P12M" => true
@"P1D" = @"PT24H" => true
@"P1Y" > @"P11M" => true
@"P1Y" > @"P360D" => null
@"P1M" * 1.5 = @"P1M" => true
@"2021-01-01" + 1 => null
1 + @"P1D" => null
@"P1D" + @"2021-01-01" => date("2021-01-02")
@"P1D" - @"2021-01-01" => null
@"P1D" + @"10:00:00" = @"10:00:00" => true
date(2021,2,30) => null
date("2021-02-30") => null
date("2021-1-1") => null
date(@"2021-01-01T10:00:00") => date("2021-01-01")
date("-2021-01-01").year => -2021
date and time(@"2021-01-01",@"10:00:00") = @"2021-01-01T10:00:00" => true
date and time("2021-01-01") = @"2021-01-01T00:00:00" => true
date and time("2021-01-01T24:00:00") = @"2021-01-02T00:00:00" => true
date and time("2021-01-01T25:00:00") => null
time(10,30,0) = @"10:30:00" => true
time(10,30,0,@"PT1H") = @"10:30:00+01:00" => true
time(10,30,0,null) = @"10:30:00" => true
time("24:00:00") => null
time(@"2021-01-01T10:00:00Z") = @"10:00:00Z" => true
time(@"2021-01-01") = @"00:00:00Z" => true
time(24,0,0) => null
duration("P1Y2M") = @"P14M" => true
duration("P1Y1D") => null
duration("PT") => null
duration("P") => null
duration("-P1D") = @"-P1D" => true
duration("P1W") => null
years and months duration(@"2020-01-15",@"2021-03-14") = @"P1Y1M" => true
years and months duration(@"2021-03-14",@"2020-01-15") = @"-P1Y1M" => true
years and months duration(@"2021-01-01T00:00:00",@"2022-01-01T00:00:00") = @"P1Y" => true
day of year(@"2019-09-17") => 260
day of week(@"2019-09-17") => "Tuesday"
month of year(@"2019-09-17") => "September"
week of year(@"2019-09-17") => 38
week of year(@"2003-12-29") => 1
week of year(@"2004-01-04") => 1
week of year(@"2005-01-01") => 53
day of year(@"2020-12-31T10:00:00Z") => 366
week of year(@"2005-01-03T10:00:00") => 1
day of week("2019-09-17") => null
@"2021-07-26".weekday => 1
@"2021-07-25".weekday => 7
@"2021-07-26".year => 2021
@"2021-07-26T10:11:12Z".hour => 10
@"2021-07-26T10:11:12@Europe/Paris".timezone => "Europe/Paris"
@"2021-07-26T10:11:12+02:00".time offset = @"PT2H" => true
@"2021-07-26T10:11:12@Europe/Paris".time offset = @"PT2H" => true
@"2021-07-26T10:11:12".time offset => null
@"2021-07-26T10:11:12".timezone => null
@"10:11:12Z".time offset = @"PT0S" => true
@"2021-07-26".hour => null
@"10:11:12".year => null
@"2021-07-26T10:11:12".weekday => 1
@"P1Y2M".years => 1
@"P14M".months => 2
@"P1Y".days => null
@"P1DT2H3M4S".days => 1
@"P1DT2H3M4S".hours => 2
@"P1DT2H3M4S".minutes => 3
@"P1DT2H3M4S".seconds => 4
@"-P1DT2H".hours => -2
@"-P14M".months => -2
@"PT36H".days => 1
@"PT36H".years => null
# Iterations
for i in 1..3 return i => [1, 2, 3]
for i in 3..1 return i => [3, 2, 1]
for i in 1..1 return i => [1]
for i in [1..3] return i => [1, 2, 3]
for i in (1..3) return i => [2]
for i in [1..3) return i => [1, 2]
for i in @"2021-01-01"..@"2021-01-03" return i.day => [1, 2, 3]
for i in [@"2021-01-01"..@"2021-01-03"] return i.day => [1, 2, 3]
for i in @"2021-01-03"..@"2021-01-01" return i.day => [3, 2, 1]
for i in 1..2, j in 3..4 return i*j => [3, 4, 6, 8]
for i in 1..3, j in 1..i return j => [1, 1, 2, 1, 2, 3]
for i in 0..4 return if i=0 then 1 else i*partial[-1] => [1, 1, 2, 6, 24]
for i in [] return i => []
for i in null return i => null
for i in 5 return i => [5]
for i in "a".."c" return i => null
for i in [1.5..3] return i => null
for i in 1..null return i => null
for c in [{a:1},{a:2}] return c.a => [1, 2]
for i in {a:1} return i.a => [1]
for k in get entries({a:1,b:2}) return k.key => ["a", "b"]
for i in (>1) return i => null
some i in [1,2] satisfies i>1 => true
some i in [] satisfies true => false
every i in [] satisfies false => true
every i in [1,2] satisfies i>0 => true
some i in 1..3 satisfies i=2 => true
every i in [1..3] satisfies i<3 => false
some i in [1,null] satisfies i>1 => null
some i in [null,2] satisfies i>1 => true
every i in [null,2] satisfies i>1 => null
every i in [null,0] satisfies i>1 => false
some i in null satisfies true => null
some x in [1,2], y in [2,3] satisfies x=y => true
# Comparisons, membership and types
is(@"2021-01-01",@"2021-01-01") => true
is(@"23:00:50",@"23:00:50Z") => false
is(@"23:00:50Z",@"23:00:50+00:00") => true
is(@"23:00:50@Etc/UTC",@"23:00:50Z") => false
is(1,1.0) => true
is(1,"1") => false
is(null,null) => true
is(@"P0D",@"P0Y") => false
is([1],[1]) => true
is(@"2021-01-01",@"2021-01-01T00:00:00") => false
is(@"10:00:00Z",@"11:00:00+01:00") => false
is({a:1},{a:1}) => true
is(1) => null
1 in [1..5] => true
1 in (1,2) => true
5 in (>3,<0) => true
null in null => true
[1] in [[1,2],[1]] => true
"b" in ["a".."c"] => true
@"2021-01-01" in [@"2020-01-01"..@"2022-01-01"] => true
1 in [null..5] => null
5 in (<= 5) => true
5 in not(5) => false
1 between 0 and 2 => true
null between 0 and 2 => null
1 between null and 2 => null
{a:1} = {a:1} => true
{a:1} = {a:1,b:2} => false
[1,2] = [1,2] => true
[1] = 1 => null
1 = "1" => null
null = 1 => false
1 != null => true
"a" < "b" => true
"a" < 1 => null
[1] < [2] => null
1 instance of number => true
[1] instance of list<string> => false
null instance of Null => true
@"2021-01-01" instance of date => true
[1..2] instance of range<number> => true
# Logic, conditions and functions
if null then 1 else 2 => 2
if "a" then 1 else 2 => null
if true then 1 else 2 => 1
if 1=2 then "a" else "b" => "b"
true and null => null
false and null => false
null or true => true
null or false => null
true and "a" => null
false or "a" => null
false and "a" => false
true or "a" => true
not(null) => null
not("a") => null
not(true) => false
true < false => null
(function(a,b) a+b)(1,2) => 3
(function(a,b) a+b)(b:1,a:2) => 3
(function(a:number) a)("x") => null
(function() 1)() => 1
"""


@pytest.mark.parametrize(
    "case", [line for line in CASES.strip().splitlines() if not line.startswith("#")]
)
def test_the_value_is_that_of_the_standard(case: str) -> None:
    expression, _, value = case.rpartition(" => ")
    assert to_feel_literal(compile_expression(expression, SCOPE).evaluate({})) == value
